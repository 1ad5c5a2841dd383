package dev.seckill.api.orderbook;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** The parts of a body, put together as long as they are few. */
final class BoundedBytes {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int most;

    /** @param most how many there may be */
    BoundedBytes(int most) {
        this.most = most;
    }

    /** @throws OrderBookUnavailableException if there are more than that */
    void add(List<ByteBuffer> part) throws OrderBookUnavailableException {
        for (ByteBuffer more : part) {
            if (bytes.size() + more.remaining() > most) {
                throw new OrderBookUnavailableException("the reply is longer than " + most + " bytes", null);
            }
            byte[] copy = new byte[more.remaining()];
            more.get(copy);
            bytes.writeBytes(copy);
        }
    }

    byte[] all() {
        return bytes.toByteArray();
    }
}
