package dev.seckill.consumer.notify;

import dev.seckill.consumer.loop.Backoff;
import dev.seckill.consumer.notify.WebhookSettings.DeliverySettings;
import dev.seckill.consumer.parking.ParkedMessage;
import dev.seckill.consumer.parking.ParkingLot;
import dev.seckill.consumer.parking.ParkingUnavailableException;
import dev.seckill.consumer.status.WebhookMetrics;
import dev.seckill.model.ForeignText;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.ShownFailure;
import dev.seckill.model.log.SparseLine;
import dev.seckill.model.trace.SpanRole;
import dev.seckill.model.trace.TraceSpan;
import dev.seckill.model.trace.Traces;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings deliveries to their end: tries, waits and tries again, and parks what takes too long. Any number of threads. */
final class Courier implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    private final Lanes lanes;
    private final Shop shop;
    private final ParkingLot parking;
    private final Notes notes;
    private final DeliverySettings settings;
    private final WebhookMetrics metrics;
    private final Traces traces;
    private final LongSupplier nanoTime;
    private final SparseLine failed = new SparseLine();
    private final SparseLine parked = new SparseLine();

    /** Where notes are kept. */
    @FunctionalInterface
    interface Notes {

        /** @throws ParkingUnavailableException if it is not sure that it is kept */
        void keep(SaleWatch watch) throws InterruptedException;
    }

    Courier(
            Lanes lanes,
            Shop shop,
            ParkingLot parking,
            Notes notes,
            DeliverySettings settings,
            WebhookMetrics metrics,
            Traces traces,
            LongSupplier nanoTime) {
        this.lanes = Objects.requireNonNull(lanes, "lanes");
        this.shop = Objects.requireNonNull(shop, "shop");
        this.parking = Objects.requireNonNull(parking, "parking");
        this.notes = Objects.requireNonNull(notes, "notes");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.metrics = Objects.requireNonNull(metrics, "metrics");
        this.traces = Objects.requireNonNull(traces, "traces");
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
    }

    /** Works until the lanes are closed. */
    @Override
    public void run() {
        try {
            for (Delivery next = lanes.take(); next != null; next = lanes.take()) {
                attempt(next);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** One attempt of one that was taken. */
    void attempt(Delivery delivery) throws InterruptedException {
        if (delivery.isGone()) {
            over(delivery);
            return;
        }
        if (delivery.note() != null) {
            note(delivery);
            return;
        }
        delivery.begin(nanoTime.getAsLong());
        Answer answer = askTraced(delivery.webhook(), delivery.attempts());
        switch (answer.end()) {
            case DELIVERED -> {
                metrics.sent();
                over(delivery);
            }
            case GONE -> park(delivery, "the shop wants no more of it", answer);
            default -> tryAgain(delivery, answer);
        }
    }

    private void note(Delivery delivery) throws InterruptedException {
        try {
            notes.keep(delivery.note());
        } catch (ParkingUnavailableException e) {
            failed.say(times -> LOG.warn("webhooks - not noted (times={}, reason={})", times, Reason.of(e)));
            lanes.again(delivery, usualWait(delivery));
            return;
        }
        over(delivery);
    }

    /** Each attempt is a part of its own. */
    private Answer askTraced(Webhook webhook, int attempt) throws InterruptedException {
        if (webhook.trace() == null || !traces.isOn()) {
            return ask(webhook);
        }
        TraceSpan call = traces.begin(SpanRole.CLIENT, "webhook", webhook.trace(), System.nanoTime())
                .with("http.request.method", "POST")
                .with("http.request.resend_count", attempt - 1)
                .with("seckill.webhook", webhook.id());
        try {
            Answer answer = ask(webhook.within(call.context()));
            if (answer.end() != Answer.End.DELIVERED) {
                call.failed(answer.detail());
            }
            return answer;
        } finally {
            call.end(System.nanoTime());
        }
    }

    private Answer ask(Webhook webhook) throws InterruptedException {
        long begunNanos = nanoTime.getAsLong();
        try {
            return shop.tell(webhook);
        } catch (RuntimeException e) {
            failed.say(times -> LOG.warn(
                    "webhooks - an attempt broke off (times={}, id={}{})",
                    times,
                    webhook.id(),
                    traced(webhook),
                    ShownFailure.of(e)));
            return Answer.failed(Reason.of(e));
        } finally {
            metrics.attempted(Duration.ofNanos(nanoTime.getAsLong() - begunNanos));
        }
    }

    private void tryAgain(Delivery delivery, Answer answer) {
        metrics.failed();
        Duration left = settings.giveUp().minus(delivery.tried(nanoTime.getAsLong()));
        if (left.isNegative() || left.isZero()) {
            park(delivery, "gave up after " + settings.giveUp(), answer);
            return;
        }
        failed.say(times -> LOG.warn(
                "webhooks - failed, tried again later (times={}, id={}{}, attempts={}, reason={})",
                times,
                delivery.webhook().id(),
                traced(delivery.webhook()),
                delivery.attempts(),
                answer.detail()));
        Duration usual = usualWait(delivery);
        Duration asked = min(answer.retryAfter(), settings.retryMax());
        Duration wait = usual.compareTo(asked) > 0 ? usual : asked;
        lanes.again(delivery, min(wait, left)); // the last attempt is at the end of the time for it
    }

    private void park(Delivery delivery, String why, Answer answer) {
        String reason = delivery.webhook().id() + ": " + why + " (attempts=" + delivery.attempts() + ", last="
                + answer.detail() + ")";
        try {
            synchronized (parking) { // a parking lot is used by one thread
                parking.park(List.of(
                        new ParkedMessage(WebhookRecord.of(delivery.webhook(), delivery.origin()), reason, false)));
            }
        } catch (ParkingUnavailableException e) {
            failed.say(times -> LOG.warn("webhooks - not parked (times={}, reason={})", times, Reason.of(e)));
            lanes.again(delivery, usualWait(delivery));
            return;
        }
        metrics.parked();
        parked.say(times ->
                LOG.warn("webhooks - parked (times={}{}, reason={})", times, traced(delivery.webhook()), reason));
        over(delivery);
    }

    /** For the details of a log line. What is about a sale has its name in its id; the key may be what somebody else wrote. */
    private static String traced(Webhook webhook) {
        if (webhook.trace() == null) {
            return "";
        }
        boolean isOfSale = webhook.id().startsWith(webhook.key() + ":");
        String order = isOfSale ? "" : ", order=" + ForeignText.shown(webhook.key());
        return order + ", trace=" + webhook.trace().traceId();
    }

    private Duration usualWait(Delivery delivery) {
        return delivery.nextWait(new Backoff(settings.retryMin(), settings.retryMax(), ThreadLocalRandom.current()));
    }

    /** First the message is done, then the lane goes on: whoever sees empty lanes may commit. */
    private void over(Delivery delivery) {
        delivery.over();
        lanes.over(delivery);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
