package dev.seckill.api.orderbook;

import dev.seckill.model.log.Reason;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A body of which one part is asked for at a time: whoever passes it on slowly makes its sender slow, and no more than one
 * part is in memory.
 */
final class BodyParts implements BodySubscriber<BodyParts> {

    /** What came: a part, the end, or why there is no more. */
    private record Arrival(List<ByteBuffer> part, Throwable failure) {}

    private final Duration wait;
    private final BlockingQueue<Arrival> arrived = new LinkedBlockingQueue<>(); // one part at most, and the end
    private volatile Flow.Subscription subscription;
    private boolean isOver;

    /** @param wait for each part */
    BodyParts(Duration wait) {
        this.wait = wait;
    }

    /** At once, so that the head of the reply can be looked at. */
    @Override
    public CompletionStage<BodyParts> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription opened) {
        subscription = opened;
        opened.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> part) {
        arrived.add(new Arrival(part, null));
    }

    @Override
    public void onError(Throwable failure) {
        arrived.add(new Arrival(null, failure));
    }

    @Override
    public void onComplete() {
        arrived.add(new Arrival(null, null));
    }

    /** The next part; null at the end. */
    List<ByteBuffer> next() throws OrderBookUnavailableException {
        if (isOver) {
            return null;
        }
        Arrival next = awaitNext();
        if (next == null) {
            throw new OrderBookUnavailableException("no more of the reply within " + wait.toMillis() + "ms", null);
        }
        if (next.failure != null) {
            isOver = true;
            throw new OrderBookUnavailableException("the reply broke off: " + Reason.of(next.failure), next.failure);
        }
        if (next.part == null) {
            isOver = true;
        } else {
            subscription.request(1);
        }
        return next.part;
    }

    private Arrival awaitNext() throws OrderBookUnavailableException {
        try {
            return arrived.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OrderBookUnavailableException("interrupted", e);
        }
    }

    /** Wants no more. */
    void cancel() {
        Flow.Subscription opened = subscription;
        if (!isOver && opened != null) {
            opened.cancel();
        }
    }
}
