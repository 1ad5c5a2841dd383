package dev.seckill.api.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.api.sale.HeldOrder;
import dev.seckill.model.SaleId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The Redis keys of one sale. The counter's key is the sale's id; its companions have that name in braces, so that all
 * of them share one hash slot and one transaction runs on Redis Cluster as well.
 */
public final class SaleKeys {

    /** String: units left. */
    final byte[] counter;

    /**
     * Hash: no, left, allotment, seq, voided, state, opensAt, closesAt, perBuyer, epoch, batch, halfDone, and the marks of
     * {@link SaleMemory}.
     */
    final byte[] sale;

    /** Hash: {@code key:…} to the order's outbox entry. It expires: keys are remembered for their lifetime. */
    final byte[] orders;

    /** Hash: {@code buyer:…} to the units that the buyer has. It does not expire: a limit holds as long as the sale. */
    final byte[] buyers;

    /**
     * Hash: the id of an order of which something may become yet, or has become, to its
     * {@link dev.seckill.api.sale.OrderRecord}. It does not expire.
     */
    final byte[] states;

    /** Sorted set: {@link dev.seckill.api.sale.HeldOrder}, by the millisecond from which on it has its units no more. */
    final byte[] held;

    /** Hash: what {@code recover} gathers to become {@link #orders}; there only while it runs. */
    final byte[] recovering;

    /** Hash: what {@code recover} gathers to become {@link #buyers}; there only while it runs. */
    final byte[] recoveringBuyers;

    /** Hash: what {@code recover} gathers to become {@link #states}; there only while it runs. */
    final byte[] recoveringStates;

    /** Sorted set: what {@code recover} gathers to become {@link #held}; there only while it runs. */
    final byte[] recoveringHeld;

    /** Hash: {@link dev.seckill.api.sale.EventId} to {@link dev.seckill.api.sale.OutboxEntry}, and {@link SaleMemory#KEPT}. */
    final byte[] outbox;

    /** String: the run id of the Redis process in which the sale was last found sound. */
    final byte[] server;

    SaleKeys(SaleId sale) {
        this.counter = bytes(sale.value());
        this.sale = bytes("{" + sale + "}:sale");
        this.orders = bytes("{" + sale + "}:orders");
        this.buyers = bytes("{" + sale + "}:buyers");
        this.states = bytes("{" + sale + "}:states");
        this.held = heldOf(sale);
        this.recovering = bytes("{" + sale + "}:recovering");
        this.recoveringBuyers = bytes("{" + sale + "}:recovering-buyers");
        this.recoveringStates = bytes("{" + sale + "}:recovering-states");
        this.recoveringHeld = bytes("{" + sale + "}:recovering-held");
        this.outbox = outboxOf(sale);
        this.server = bytes("{" + sale + "}:server");
    }

    /** {@link #outbox} alone. */
    static byte[] outboxOf(SaleId sale) {
        return bytes("{" + sale + "}:outbox");
    }

    /** The held orders of one sale among many. */
    static byte[] heldOf(SaleId sale) {
        return bytes("{" + sale + "}:held");
    }

    /** The counter and all its companions. */
    byte[][] all() {
        return new byte[][] {
            counter,
            sale,
            orders,
            buyers,
            states,
            held,
            recovering,
            recoveringBuyers,
            recoveringStates,
            recoveringHeld,
            outbox,
            server
        };
    }

    /** The arguments of a command on a hash whose fields are ids of orders or other events. */
    static byte[][] with(byte[] key, List<?> ids) {
        byte[][] arguments = new byte[ids.size() + 1][];
        arguments[0] = key;
        for (int i = 0; i < ids.size(); i++) {
            arguments[i + 1] = bytes(ids.get(i).toString());
        }
        return arguments;
    }

    /** The arguments of a command on a hash that name fields of keys or buyers. */
    static byte[][] withFields(byte[] key, Collection<String> fields) {
        List<byte[]> arguments = new ArrayList<>(1 + fields.size());
        arguments.add(key);
        fields.forEach(field -> arguments.add(field.getBytes(UTF_8)));
        return arguments.toArray(byte[][]::new);
    }

    /** The arguments of a command on a hash that sets fields of keys or buyers. */
    static byte[][] withValues(byte[] key, Map<String, byte[]> values) {
        List<byte[]> arguments = new ArrayList<>(1 + 2 * values.size());
        arguments.add(key);
        values.forEach((field, value) -> {
            arguments.add(field.getBytes(UTF_8));
            arguments.add(value);
        });
        return arguments.toArray(byte[][]::new);
    }

    /** The arguments of a command on a hash that sets fields to texts. */
    static byte[][] withTexts(byte[] key, Map<String, String> values) {
        List<byte[]> arguments = new ArrayList<>(1 + 2 * values.size());
        arguments.add(key);
        values.forEach((field, value) -> {
            arguments.add(bytes(field));
            arguments.add(value.getBytes(UTF_8));
        });
        return arguments.toArray(byte[][]::new);
    }

    /** The arguments of a ZADD of held orders. */
    static byte[][] withScores(byte[] key, List<HeldOrder> held) {
        List<byte[]> arguments = new ArrayList<>(1 + 2 * held.size());
        arguments.add(key);
        for (HeldOrder order : held) {
            arguments.add(bytes(Long.toString(order.heldUntil().toEpochMilli())));
            arguments.add(order.toString().getBytes(UTF_8));
        }
        return arguments.toArray(byte[][]::new);
    }

    /** The arguments of a command that names held orders. */
    static byte[][] withMembers(byte[] key, List<HeldOrder> held) {
        List<byte[]> arguments = new ArrayList<>(1 + held.size());
        arguments.add(key);
        held.forEach(order -> arguments.add(order.toString().getBytes(UTF_8)));
        return arguments.toArray(byte[][]::new);
    }

    public static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }
}
