package dev.seckill.consumer;

import dev.seckill.consumer.parking.ParkedMessage;
import dev.seckill.consumer.parking.ParkingLot;
import dev.seckill.consumer.store.OrderStore;
import dev.seckill.consumer.store.Refusal;
import dev.seckill.consumer.store.StoreOutcome;
import dev.seckill.model.Order;
import dev.seckill.model.OrderCodec;
import dev.seckill.model.UndecodableOrderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a batch to its end: decode, store, park what cannot be stored. If the store or the parking lot is away it
 * throws, and goes on from there with the same batch at the next call.
 */
final class OrderIntake {

    private static final Logger LOG = LoggerFactory.getLogger(OrderIntake.class);

    private final OrderStore store;
    private final ParkingLot parking;
    private final ConsumerMetrics metrics;

    OrderIntake(OrderStore store, ParkingLot parking, ConsumerMetrics metrics) {
        this.store = Objects.requireNonNull(store, "store");
        this.parking = Objects.requireNonNull(parking, "parking");
        this.metrics = Objects.requireNonNull(metrics, "metrics");
    }

    /**
     * When it returns, every message of the batch is stored or parked.
     *
     * @throws dev.seckill.consumer.store.StoreUnavailableException if nothing was stored yet
     * @throws dev.seckill.consumer.parking.ParkingUnavailableException if what is left to be parked is not parked yet
     */
    void take(HeldBatch batch) {
        if (!batch.undecided().isEmpty()) {
            batch.stored(store(batch.undecided()));
        }
        if (!batch.unparked().isEmpty()) {
            park(batch.unparked());
            batch.parked();
        }
    }

    private List<ParkedMessage> store(List<ConsumerRecord<byte[], byte[]>> messages) {
        List<Order> orders = new ArrayList<>(messages.size());
        List<ConsumerRecord<byte[], byte[]>> decoded = new ArrayList<>(messages.size());
        List<ParkedMessage> unstored = new ArrayList<>();
        for (Decoded message : decodeAll(messages)) {
            if (message.order() != null) {
                orders.add(message.order());
                decoded.add(message.message());
            } else {
                unstored.add(new ParkedMessage(message.message(), "undecodable: " + message.trouble(), false));
            }
        }
        if (!orders.isEmpty()) {
            StoreOutcome outcome = metrics.timeInsert(() -> store.store(orders));
            metrics.stored(outcome.stored(), outcome.duplicate());
            for (Refusal refusal : outcome.refusals()) {
                String reason = refusal.cause() + ": " + refusal.detail();
                unstored.add(new ParkedMessage(
                        decoded.get(refusal.index()), reason, refusal.cause().isAlarm()));
            }
        }
        return unstored;
    }

    /** A message, and its order or why it has none. */
    private record Decoded(ConsumerRecord<byte[], byte[]> message, Order order, String trouble) {}

    /** On all processors: MySQL is idle meanwhile, and a batch takes a seventh of its time to decode on one. */
    private static List<Decoded> decodeAll(List<ConsumerRecord<byte[], byte[]>> messages) {
        return messages.parallelStream().map(OrderIntake::decode).toList();
    }

    private static Decoded decode(ConsumerRecord<byte[], byte[]> message) {
        try {
            return new Decoded(message, OrderCodec.decode(message.value()), null);
        } catch (UndecodableOrderException e) {
            return new Decoded(message, null, e.getMessage());
        }
    }

    private void park(List<ParkedMessage> messages) {
        parking.park(messages);
        int clashes = 0;
        for (ParkedMessage parked : messages) {
            if (parked.alarm()) {
                clashes++;
                LOG.error("order-intake - parked, ALARM (from={}, reason={})", parked.origin(), parked.reason());
            } else {
                LOG.warn("order-intake - parked (from={}, reason={})", parked.origin(), parked.reason());
            }
        }
        metrics.parked(messages.size(), clashes);
    }
}
