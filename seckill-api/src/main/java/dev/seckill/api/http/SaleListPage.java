package dev.seckill.api.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.seckill.model.SaleId;
import java.io.ByteArrayOutputStream;

/**
 * A part of the list of sales, as it is written: no longer than what a {@link ShortReply} may have, because the thread that
 * decides may write it. Used once.
 */
final class SaleListPage {

    /** So long is a list at most, without its end. */
    private static final int BYTES_MAX = 28 * 1024;

    private static final byte[] BEGINNING = "{\"sales\":[".getBytes(US_ASCII);

    private final ByteArrayOutputStream json = new ByteArrayOutputStream();

    SaleListPage() {
        json.writeBytes(BEGINNING);
    }

    /** Adds an entry, unless it has no room; the first one always has. */
    boolean add(byte[] entry) {
        boolean isFirst = json.size() == BEGINNING.length;
        if (!isFirst && json.size() + entry.length > BYTES_MAX) {
            return false;
        }
        if (!isFirst) {
            json.write(',');
        }
        json.writeBytes(entry);
        return true;
    }

    /**
     * The whole reply.
     *
     * @param last the last one that is listed if there are more, or null
     */
    byte[] end(SaleId last) {
        String next = last == null ? "null" : '"' + last.value() + '"';
        json.writeBytes(("],\"next\":" + next + "}").getBytes(US_ASCII));
        return json.toByteArray();
    }
}
