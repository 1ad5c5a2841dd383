package dev.seckill.api.stock;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import java.util.List;

/**
 * The Redis keys of one sale. The counter's key is the sale's id; its companions have that name in braces, so that all
 * of them share one hash slot and one transaction runs on Redis Cluster as well.
 */
final class SaleKeys {

    /** String: units left. */
    final byte[] counter;

    /** Hash: allotment, seq, voided, state, opensAt, closesAt, perBuyer, epoch, batch, halfDone. */
    final byte[] sale;

    /** Hash: {@code key:…} to the order's outbox entry, {@code buyer:…} to the units that the buyer has. */
    final byte[] orders;

    /** Hash: what {@code recover} gathers to become {@link #orders}; there only while it runs. */
    final byte[] recovering;

    /** Hash: order id to {@link OutboxEntry}. */
    final byte[] outbox;

    /** Hash: API instance to its last sign of life. */
    final byte[] instances;

    /** String: the run id of the Redis process in which the sale was last found sound. */
    final byte[] server;

    SaleKeys(SaleId sale) {
        this.counter = bytes(sale.value());
        this.sale = bytes("{" + sale + "}:sale");
        this.orders = bytes("{" + sale + "}:orders");
        this.recovering = bytes("{" + sale + "}:recovering");
        this.outbox = bytes("{" + sale + "}:outbox");
        this.instances = bytes("{" + sale + "}:instances");
        this.server = bytes("{" + sale + "}:server");
    }

    /** The arguments of a command on a hash whose fields are order ids. */
    static byte[][] with(byte[] key, List<OrderId> orders) {
        byte[][] arguments = new byte[orders.size() + 1][];
        arguments[0] = key;
        for (int i = 0; i < orders.size(); i++) {
            arguments[i + 1] = bytes(orders.get(i).toString());
        }
        return arguments;
    }

    static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }
}
