package dev.seckill.loadtest.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Objects;

/**
 * Bytes that are sent as they are.
 *
 * @param what names it in a complaint
 * @param bytes as text, a character for each byte
 * @param isWhole whether it says itself where it ends, so that the connection can take another one
 * @param demand what the reply must be
 * @param isHead whether the reply has no body, whatever its head says
 * @param key its Idempotency-Key if the API may take it as one; null for none
 */
record RawRequest(String what, String bytes, boolean isWhole, Demand demand, boolean isHead, String key) {

    /** What becomes of a request. */
    enum Demand {
        /** A refusal, or the end of the connection. */
        REFUSED,
        /** Anything in order, but no unit. */
        NO_PURCHASE,
        /** Anything in order, an order included. */
        MAY_BUY
    }

    RawRequest {
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(bytes, "bytes");
        Objects.requireNonNull(demand, "demand");
    }

    /** One that no server may take. */
    static RawRequest refused(String what, String bytes) {
        return new RawRequest(what, bytes, false, Demand.REFUSED, false, null);
    }

    /** A page that somebody looks at. */
    static RawRequest get(String path) {
        return new RawRequest(
                "GET " + path,
                "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
                true,
                Demand.NO_PURCHASE,
                false,
                null);
    }

    /** A purchase as a browser sends it. */
    static RawRequest purchase(String key) {
        return new RawRequest(
                "purchase " + key,
                "POST /seckill HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: " + key
                        + "\r\nContent-Length: 0\r\n\r\n",
                true,
                Demand.MAY_BUY,
                false,
                key);
    }

    byte[] toBytes() {
        return bytes.getBytes(ISO_8859_1);
    }
}
