package dev.seckill.consumer.certify;

/** Something does not fit to what was signed before, so nothing more may be signed until somebody has looked. */
final class HaltedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    HaltedException(String message) {
        super(message);
    }
}
