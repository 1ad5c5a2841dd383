package dev.seckill.consumer.notify;

import dev.seckill.model.LogPosition;
import dev.seckill.model.event.SaleDefinition;
import dev.seckill.model.event.SaleEvent.SaleChanged;
import dev.seckill.model.event.SalePhase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How far the shop was told of a sale's opening and closing. It follows from the journal and the hours alone, so that whoever
 * goes through both again says the same under the same ids. A sale that is paused counts as what it was before.
 *
 * @param rules what is in force
 * @param place where the rules stand on the order log
 * @param stage what the shop was told last
 * @param until to which time everything was told
 */
record SaleWatch(SaleChanged rules, LogPosition place, Stage stage, Instant until) {

    /** What the shop takes the sale for. The names are kept in Kafka. */
    enum Stage {
        /** Nothing was told of it, or it opens again. */
        NOT_OPEN,
        /** It takes purchases. */
        OPEN,
        /** It takes none any more. */
        CLOSED
    }

    /** What a sale comes to, and what the shop is to be told on the way. */
    record Moved(SaleWatch watch, List<Webhook> webhooks) {}

    SaleWatch {
        Objects.requireNonNull(rules, "rules");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(until, "until");
    }

    /** The first rules of a sale come into force. */
    static Moved begin(SaleChanged rules, LogPosition place) {
        return at(rules, place, Stage.NOT_OPEN, rules.at(), new ArrayList<>());
    }

    /** Other rules come into force; what the hours brought before is told first. */
    Moved changed(SaleChanged next, LogPosition nextPlace) {
        Moved before = advanced(next.at());
        Instant from = before.watch().until();
        Instant at = next.at().isAfter(from) ? next.at() : from; // clocks differ
        return at(next, nextPlace, before.watch().stage(), at, new ArrayList<>(before.webhooks()));
    }

    /** Time goes on; the same watch if that changes nothing. */
    Moved advanced(Instant now) {
        SaleWatch watch = this;
        List<Webhook> webhooks = new ArrayList<>();
        SaleDefinition definition = rules.definition();
        for (Instant hour : Stream.of(definition.opensAt(), definition.closesAt())
                .filter(Objects::nonNull)
                .toList()) { // it opens before it closes
            if (hour.isAfter(until) && !hour.isAfter(now)) {
                watch = at(rules, place, watch.stage, hour, webhooks).watch();
            }
        }
        return new Moved(watch, webhooks);
    }

    private static Moved at(SaleChanged rules, LogPosition place, Stage before, Instant at, List<Webhook> webhooks) {
        Stage stage = stage(rules, before, at);
        String name = rules.definition().name();
        if (stage != before && stage == Stage.OPEN) {
            webhooks.add(WebhookWriter.opened(rules.sale(), rules.no(), at, name));
        } else if (stage != before && stage == Stage.CLOSED) {
            webhooks.add(WebhookWriter.closed(rules.sale(), rules.no(), at, name));
        }
        return new Moved(new SaleWatch(rules, place, stage, at), webhooks);
    }

    private static Stage stage(SaleChanged rules, Stage before, Instant at) {
        SaleDefinition definition = rules.definition();
        boolean over = definition.closesAt() != null && !definition.closesAt().isAfter(at);
        boolean early = definition.opensAt() != null && definition.opensAt().isAfter(at);
        if (rules.state() == SalePhase.CLOSED || over) {
            return Stage.CLOSED;
        }
        if (early) {
            return Stage.NOT_OPEN;
        }
        return rules.state() == SalePhase.PAUSED ? before : Stage.OPEN;
    }
}
