package dev.seckill.loadtest.shop;

/** A change of a sale was refused, could not be sent, or stayed unclear for too long; the message says which. */
public final class ChangeFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean isRefused;

    ChangeFailedException(String message, boolean isRefused) {
        super(message);
        this.isRefused = isRefused;
    }

    /** Whether it is clear that nothing was changed. */
    public boolean isRefused() {
        return isRefused;
    }
}
