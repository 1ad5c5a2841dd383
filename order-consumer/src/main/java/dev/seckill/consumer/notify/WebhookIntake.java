package dev.seckill.consumer.notify;

import dev.seckill.consumer.status.WebhookMetrics;
import dev.seckill.consumer.topic.TraceHeader;
import dev.seckill.model.LogPosition;
import dev.seckill.model.UndecodableOrderException;
import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import dev.seckill.model.trace.TraceParent;
import dev.seckill.model.trace.Traces;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes deliveries of messages, and knows how far each partition is told. Poll thread only. */
final class WebhookIntake {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookIntake.class);

    private final String orderLog;
    private final Lanes lanes;
    private final SaleHours hours;
    private final LookBack lookBack;
    private final EarlyEvents early;
    private final WebhookMetrics metrics;
    private final Traces traces;
    private final RebuiltSales rebuilt = new RebuiltSales();
    private final Map<TopicPartition, PartitionMarks> marks = new HashMap<>();
    private final SparseLine skipped = new SparseLine();

    WebhookIntake(
            String orderLog,
            Lanes lanes,
            SaleHours hours,
            LookBack lookBack,
            EarlyEvents early,
            WebhookMetrics metrics,
            Traces traces) {
        this.orderLog = Objects.requireNonNull(orderLog, "orderLog");
        this.lanes = Objects.requireNonNull(lanes, "lanes");
        this.hours = Objects.requireNonNull(hours, "hours");
        this.lookBack = Objects.requireNonNull(lookBack, "lookBack");
        this.early = Objects.requireNonNull(early, "early");
        this.metrics = Objects.requireNonNull(metrics, "metrics");
        this.traces = Objects.requireNonNull(traces, "traces");
    }

    /** Takes a message in. */
    void read(ConsumerRecord<byte[], byte[]> message) {
        TopicPartition partition = new TopicPartition(message.topic(), message.partition());
        LogPosition origin = new LogPosition(message.topic(), message.partition(), message.offset());
        if (lookBack.beginsAnew(message)) {
            marks.put(partition, new PartitionMarks(message.offset())); // what is under way is still told
        }
        if (!message.topic().equals(orderLog)) {
            PartitionMarks mark = marksOf(partition, message.offset());
            List<Delivery> again = WebhookRecord.read(message)
                    .map(webhook -> List.of(Delivery.of(webhook.within(traceOf(message)), mark, origin, true)))
                    .orElseGet(() -> skip(origin, "no webhook"));
            add(again, mark, origin);
            return;
        }
        boolean behind = lookBack.isBehind(message);
        PartitionMarks mark = marksOf(partition, message.offset());
        try {
            SaleEvent event = EventCodec.decode(message.value());
            rebuilt.learn(event);
            if (!behind && rebuilt.leaveOut(event)) {
                add(skip(origin, "its number was given up"), mark, origin);
            } else if (!behind) {
                read(event, partition, mark, origin, traceOf(message));
            } else if (event instanceof SaleEvent.OfOrder ofOrder) {
                early.wasTold(ofOrder);
            }
        } catch (UndecodableOrderException e) {
            if (!behind) {
                add(skip(origin, Reason.of(e)), mark, origin);
            }
        }
    }

    /** Takes in what time brings: hours of sales, events that have waited long enough, partitions that came. */
    void tick() {
        early.overdue().forEach(this::tell);
        hours.learn(this::begin);
        for (SaleWatch.Moved moved : hours.advanced()) {
            LogPosition place = moved.watch().place();
            PartitionMarks mark = marksOf(new TopicPartition(place.topic(), place.partition()), 0);
            deliveries(moved, mark, false).forEach(lanes::add);
        }
    }

    /** All of the partition before this offset was read. */
    void passed(TopicPartition partition, long offset) {
        marksOf(partition, offset).passed(offset);
    }

    /** How far each partition is told that something was read of. */
    Map<TopicPartition, PartitionMarks> marks() {
        return marks;
    }

    /** Webhooks that are neither delivered nor parked. */
    int waiting() {
        return lanes.waiting() + early.size();
    }

    /** These partitions belong to someone else. */
    void giveUp(Collection<TopicPartition> partitions) {
        hours.gaveUp(partitions);
        for (TopicPartition partition : partitions) {
            lookBack.forget(partition);
            PartitionMarks mark = marks.remove(partition);
            if (mark != null) {
                mark.giveUp();
            }
        }
        early.dropGone();
        lanes.dropGone();
    }

    private void begin(Set<TopicPartition> partitions) {
        lookBack.begin(partitions).forEach((partition, position) -> marks.put(partition, new PartitionMarks(position)));
    }

    /** Null if it is not traced, or nothing is traced here. */
    private TraceParent traceOf(ConsumerRecord<byte[], byte[]> message) {
        return traces.isOn() ? TraceHeader.sampledOf(message) : null;
    }

    private void read(
            SaleEvent event, TopicPartition partition, PartitionMarks mark, LogPosition origin, TraceParent trace) {
        if (event instanceof SaleEvent.OfOrder ofOrder) {
            mark.read(origin.offset(), WebhookWriter.of(event).size()); // open until it is told, though it may wait
            boolean whole = lookBack.covers(partition, ofOrder.orderId());
            early.take(new EarlyEvents.Read(ofOrder, origin, mark, trace), whole)
                    .forEach(this::tell);
        } else if (event instanceof SaleEvent.SaleChanged changed) {
            List<Delivery> told = hours.changed(changed, origin)
                    .map(moved -> deliveries(moved, mark, true))
                    .orElse(List.of());
            add(told, mark, origin);
        } else {
            add(deliveries(event, mark, origin, trace), mark, origin);
        }
    }

    private void tell(EarlyEvents.Read read) {
        deliveries(read.event(), read.marks(), read.origin(), read.trace()).forEach(lanes::add);
    }

    /** First the mark: a delivery may be over at once. */
    private void add(List<Delivery> deliveries, PartitionMarks mark, LogPosition origin) {
        mark.read(origin.offset(), deliveries.size());
        deliveries.forEach(lanes::add);
    }

    private static List<Delivery> deliveries(
            SaleEvent event, PartitionMarks mark, LogPosition origin, TraceParent trace) {
        return WebhookWriter.of(event).stream()
                .map(webhook -> Delivery.of(webhook.within(trace), mark, origin, true))
                .toList();
    }

    /** The webhooks, and behind them the note. */
    private static List<Delivery> deliveries(SaleWatch.Moved moved, PartitionMarks mark, boolean ofMessage) {
        LogPosition place = moved.watch().place();
        List<Delivery> deliveries = new ArrayList<>();
        moved.webhooks().forEach(webhook -> deliveries.add(Delivery.of(webhook, mark, place, ofMessage)));
        deliveries.add(Delivery.of(moved.watch(), mark, ofMessage));
        return deliveries;
    }

    /** The order book parks it; if there is something to be told after all, it comes again from there. */
    private List<Delivery> skip(LogPosition origin, String reason) {
        metrics.skipped();
        skipped.say(times ->
                LOG.warn("webhooks - skipped a message (times={}, from={}, reason={})", times, origin, reason));
        return List.of();
    }

    private PartitionMarks marksOf(TopicPartition partition, long position) {
        return marks.computeIfAbsent(partition, unknown -> new PartitionMarks(position));
    }
}
