package dev.seckill.consumer.audit;

/** An audit of a sale is past its bounds; the message says which, behind "the audit of this sale". */
public final class AuditTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AuditTooLargeException(String why) {
        super(why);
    }
}
