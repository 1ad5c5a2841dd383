package dev.seckill.api.admission;

/** A request does not prove who buys; the message is one stable sentence for the client, without anything of the token. */
final class BadTokenException extends Exception {

    private static final long serialVersionUID = 1L;

    BadTokenException(String message) {
        super(message, null, false, false);
    }
}
