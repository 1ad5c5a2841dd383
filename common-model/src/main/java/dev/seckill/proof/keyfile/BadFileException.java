package dev.seckill.proof.keyfile;

/** A file that is not there, can't be read, or may be read by others. The message names it and holds nothing of it. */
public final class BadFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadFileException(String message) {
        super(message);
    }

    BadFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
