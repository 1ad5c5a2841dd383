package dev.seckill.consumer.certify;

/** There is no whole answer of a cosigner. */
final class CosignerAwayException extends Exception {

    private static final long serialVersionUID = 1L;

    CosignerAwayException(String message) {
        super(message);
    }
}
