package dev.seckill.api.live;

import java.util.concurrent.CompletableFuture;

/**
 * Somebody who watches a stream. While the connection has not taken one message, the newest one waits and takes the place of
 * the one that waited before: a slow viewer misses some, and is never behind. Thread-safe.
 */
public final class Viewer {

    private final Peer peer;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private boolean isSending;
    private boolean hasEnded;
    private byte[] next;
    private long sendingSinceNanos;

    public Viewer(Peer peer) {
        this.peer = peer;
    }

    /** Completes when nothing is sent any more; never with a failure. */
    public CompletableFuture<Void> end() {
        return end;
    }

    /** Sends a message, or keeps it until the one before is taken. */
    void offer(byte[] message) {
        synchronized (this) {
            if (hasEnded) {
                return;
            }
            if (isSending) {
                next = message;
                return;
            }
            begin();
        }
        send(message);
    }

    /** Sends a message that matters only if the connection is silent. */
    void offerIfSilent(byte[] message) {
        synchronized (this) {
            if (hasEnded || isSending) {
                return;
            }
            begin();
        }
        send(message);
    }

    private void begin() {
        isSending = true;
        sendingSinceNanos = System.nanoTime();
    }

    private void send(byte[] message) {
        peer.send(message, this::sent);
    }

    private void sent(Throwable failure) {
        byte[] message;
        synchronized (this) {
            isSending = false;
            hasEnded |= failure != null;
            message = hasEnded ? null : next;
            next = null;
            if (message != null) {
                begin();
            }
        }
        if (message != null) {
            send(message);
        } else if (failure != null) {
            end.complete(null);
        }
    }

    /** Breaks off if the connection has not taken its message for so long; whether it had to. */
    boolean isDroppedAsLate(long now, long waitNanos) {
        boolean isLate;
        synchronized (this) {
            isLate = !hasEnded && isSending && now - sendingSinceNanos > waitNanos;
            hasEnded |= isLate;
        }
        if (isLate) {
            peer.breakOff();
            end.complete(null);
        }
        return isLate;
    }

    /** Ends in order if the connection has taken everything; otherwise breaks off. */
    void close() {
        boolean isCutOff;
        synchronized (this) {
            if (hasEnded) {
                return;
            }
            hasEnded = true;
            isCutOff = isSending;
        }
        if (isCutOff) {
            peer.breakOff();
        }
        end.complete(null);
    }
}
