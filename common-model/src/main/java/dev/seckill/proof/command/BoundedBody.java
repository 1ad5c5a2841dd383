package dev.seckill.proof.command;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/** The bytes of a reply, which fails as soon as they are more than they may be. */
final class BoundedBody implements BodySubscriber<byte[]> {

    private final BodySubscriber<byte[]> whole = BodySubscribers.ofByteArray();
    private final int bytesMax;
    private long room;
    private Subscription subscription;

    BoundedBody(int bytesMax) {
        this.bytesMax = bytesMax;
        this.room = bytesMax;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole.getBody();
    }

    @Override
    public void onSubscribe(Subscription begun) {
        subscription = begun;
        whole.onSubscribe(begun);
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        room -= bytes.stream().mapToLong(ByteBuffer::remaining).sum();
        if (room < 0) {
            subscription.cancel();
            whole.onError(new IOException("it is longer than " + bytesMax + " bytes"));
        } else {
            whole.onNext(bytes);
        }
    }

    @Override
    public void onError(Throwable failure) {
        whole.onError(failure);
    }

    @Override
    public void onComplete() {
        whole.onComplete();
    }
}
