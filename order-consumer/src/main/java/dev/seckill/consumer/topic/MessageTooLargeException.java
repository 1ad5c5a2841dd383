package dev.seckill.consumer.topic;

import dev.seckill.model.LogPosition;

/** A message is too large for the memory of this process, so that nothing behind it can be read. */
public final class MessageTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient LogPosition position;

    MessageTooLargeException(LogPosition position, OutOfMemoryError cause) {
        super(
                "not enough memory for the message " + position + ": a larger -Xmx lets it be parked, and --ignore="
                        + position + " passes over it",
                cause);
        this.position = position;
    }

    /** Where the message stands. */
    public LogPosition position() {
        return position;
    }
}
