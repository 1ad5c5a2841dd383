package dev.seckill.api.orderlog;

/** The order log cannot be read now. */
public class OrderLogUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OrderLogUnavailableException(String reason, Throwable cause) {
        super(reason, cause);
    }

    /** The topic is not there, or not yet. */
    static final class NoTopic extends OrderLogUnavailableException {

        private static final long serialVersionUID = 1L;

        NoTopic(String topic) {
            super("order log - no topic " + topic, null);
        }
    }
}
