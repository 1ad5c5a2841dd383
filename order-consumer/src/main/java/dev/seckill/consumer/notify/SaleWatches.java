package dev.seckill.consumer.notify;

import dev.seckill.consumer.notify.SaleWatch.Moved;
import dev.seckill.model.LogPosition;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent.SaleChanged;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The sales whose rules stand in partitions that this consumer has. One thread. */
final class SaleWatches {

    private final Map<SaleId, SaleWatch> watches = new HashMap<>();

    /** What was known of these before. */
    void know(Collection<SaleWatch> known) {
        known.forEach(watch -> watches.put(watch.rules().sale(), watch));
    }

    /** Somebody else watches the sales of these partitions now. */
    void forget(Set<Integer> partitions) {
        watches.values().removeIf(watch -> partitions.contains(watch.place().partition()));
    }

    /** New rules; empty if they are not new, because the log has a message twice or a later one before. */
    Optional<Moved> changed(SaleChanged rules, LogPosition place) {
        SaleWatch before = watches.get(rules.sale());
        if (before != null && before.rules().no() >= rules.no()) {
            return Optional.empty();
        }
        Moved moved = before == null ? SaleWatch.begin(rules, place) : before.changed(rules, place);
        watches.put(rules.sale(), moved.watch());
        return Optional.of(moved);
    }

    /** Those of the partitions where an hour has come that is not told. */
    Set<Integer> due(Instant now, Set<Integer> partitions) {
        return moved(now, partitions).stream()
                .map(moved -> moved.watch().place().partition())
                .collect(Collectors.toSet());
    }

    /** What the hours bring up to now, of sales of these partitions. */
    List<Moved> advanced(Instant now, Set<Integer> partitions) {
        List<Moved> all = moved(now, partitions);
        all.forEach(moved -> watches.put(moved.watch().rules().sale(), moved.watch()));
        return all;
    }

    private List<Moved> moved(Instant now, Set<Integer> partitions) {
        List<Moved> all = new ArrayList<>();
        for (SaleWatch watch : watches.values()) {
            Moved moved = partitions.contains(watch.place().partition()) ? watch.advanced(now) : null;
            if (moved != null && !moved.watch().equals(watch)) {
                all.add(moved);
            }
        }
        return all;
    }
}
