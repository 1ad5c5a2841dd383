package dev.seckill.proof.note;

/** A text, a key or a signature that is not exactly what it must be. The message says what is wrong, without the text. */
public final class BadTextException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BadTextException(String message) {
        super(message);
    }

    public BadTextException(String message, Throwable cause) {
        super(message, cause);
    }
}
