package dev.seckill.consumer.loop;

import dev.seckill.consumer.loop.HeldBatch.DecodedMessage;
import dev.seckill.consumer.parking.ParkedMessage;
import dev.seckill.consumer.parking.ParkingLot;
import dev.seckill.consumer.status.ConsumerMetrics;
import dev.seckill.consumer.store.OrderStore;
import dev.seckill.consumer.store.Refusal;
import dev.seckill.consumer.store.StoreOutcome;
import dev.seckill.consumer.topic.Cut;
import dev.seckill.model.UndecodableOrderException;
import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.trace.Traces;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * Decodes what was polled, and brings it to its end: stores it, parks what cannot be stored. If the store or the parking
 * lot is away it throws, and goes on from there with the same batch at the next call.
 */
public final class OrderIntake {

    private final OrderStore store;
    private final ParkingLot parking;
    private final ConsumerMetrics metrics;
    private final Traces traces;
    private final ParkedLines lines = new ParkedLines();

    public OrderIntake(OrderStore store, ParkingLot parking, ConsumerMetrics metrics, Traces traces) {
        this.store = Objects.requireNonNull(store, "store");
        this.parking = Objects.requireNonNull(parking, "parking");
        this.metrics = Objects.requireNonNull(metrics, "metrics");
        this.traces = Objects.requireNonNull(traces, "traces");
    }

    /** Makes a batch of what was polled. Any thread. */
    HeldBatch decode(ConsumerRecords<byte[], byte[]> polled) {
        HeldBatch batch = new HeldBatch(polled.nextOffsets());
        for (ConsumerRecord<byte[], byte[]> message : polled) {
            OptionalLong uncut = Cut.valueBytes(message);
            if (uncut.isPresent()) {
                String reason = "undecodable: too long for an order (bytes=" + uncut.getAsLong() + ")";
                batch.toPark(new ParkedMessage(message, reason, false));
                continue;
            }
            try {
                batch.toStore(message, EventCodec.decode(message.value()));
            } catch (UndecodableOrderException e) {
                batch.toPark(new ParkedMessage(message, "undecodable: " + e.getMessage(), false));
            }
        }
        return batch;
    }

    /**
     * When it returns, every message of the batch is stored or parked.
     *
     * @throws dev.seckill.consumer.store.StoreUnavailableException if nothing was stored yet
     * @throws dev.seckill.consumer.parking.ParkingUnavailableException if what is left to be parked is not parked yet
     */
    void take(HeldBatch batch) {
        int messages = batch.size();
        if (!batch.unstored().isEmpty()) {
            batch.stored(store(batch.unstored()));
        }
        if (!batch.unparked().isEmpty()) {
            park(batch.unparked());
            batch.parked();
        }
        if (messages > 0) {
            metrics.batchTaken(messages);
        }
    }

    /** Stores the events and tells which messages the order book refused. */
    private List<ParkedMessage> store(List<DecodedMessage> messages) {
        List<SaleEvent> events = messages.stream().map(DecodedMessage::event).toList();
        StoreOutcome outcome = metrics.timeInsert(() -> storeTraced(messages, events));
        metrics.stored(outcome.stored(), outcome.duplicate());
        if (outcome.stored() > 0) {
            events.stream().map(SaleEvent::at).min(Comparator.naturalOrder()).ifPresent(metrics::storedDecidedAt);
        }
        List<ParkedMessage> refused = new ArrayList<>();
        for (Refusal refusal : outcome.refusals()) {
            refused.add(new ParkedMessage(
                    messages.get(refusal.index()).message(),
                    refusal.cause() + ": " + refusal.detail(),
                    refusal.cause().isAlarm()));
        }
        return refused;
    }

    private StoreOutcome storeTraced(List<DecodedMessage> messages, List<SaleEvent> events) {
        InsertTraces inserts = InsertTraces.begin(traces, messages);
        try {
            StoreOutcome outcome = store.store(events);
            inserts.stored(outcome.refusals());
            return outcome;
        } catch (RuntimeException e) {
            inserts.failed(e);
            throw e;
        }
    }

    /** One batch at a time: a parking lot is used by one thread. */
    private synchronized void park(List<ParkedMessage> messages) {
        parking.park(messages);
        lines.tell(messages);
        int clashes = (int) messages.stream().filter(ParkedMessage::alarm).count();
        metrics.parked(messages.size(), clashes);
    }
}
