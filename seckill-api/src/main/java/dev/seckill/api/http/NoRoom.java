package dev.seckill.api.http;

/** A request that is refused because a bound on all of them is reached. */
final class NoRoom extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param detail one sentence for the client */
    NoRoom(String detail) {
        super(detail, null, false, false); // a stranger can make many
    }
}
