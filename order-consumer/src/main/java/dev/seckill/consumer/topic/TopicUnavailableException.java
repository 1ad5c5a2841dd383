package dev.seckill.consumer.topic;

/** Kafka has no address, did not answer in time, or stopped answering while a topic was read. */
public final class TopicUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param reason one line */
    public TopicUnavailableException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
