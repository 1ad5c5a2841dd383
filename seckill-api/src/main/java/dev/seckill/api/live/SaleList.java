package dev.seckill.api.live;

import dev.seckill.api.decide.Decisions;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/** Which sales there are, and of which of them one tells if they are too many. Used by one thread. */
public final class SaleList implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SaleList.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Decisions decisions;
    private final SaleId first;
    private final Supplier<? extends Collection<SaleId>> sales;
    private final int most;
    private final Inquiry<List<SaleId>> all = new Inquiry<>("live-list", EVERY, null);
    private final SparseLine failed = new SparseLine();
    private int more;

    /**
     * @param first a sale that is among them, if it is there, whether it is listed or not
     * @param sales all that there are; may block
     * @param most of so many one tells
     */
    public SaleList(Decisions decisions, SaleId first, Supplier<? extends Collection<SaleId>> sales, int most) {
        this.decisions = decisions;
        this.first = first;
        this.sales = sales;
        this.most = most;
    }

    /** Those in use here come first. */
    List<SaleId> chosen(long now) {
        all.ask(this::read, now);
        List<SaleId> known = all.newest();
        if (known == null) {
            return List.of();
        }
        more = Math.max(0, known.size() - most);
        return known.stream()
                .sorted(Comparator.comparing(
                                (SaleId sale) -> !decisions.view(sale).isLookedAt())
                        .thenComparing(SaleId::value))
                .limit(most)
                .toList();
    }

    private List<SaleId> read() {
        try {
            Stream<SaleId> unlisted = decisions.view(first).left() == null ? Stream.of() : Stream.of(first);
            return Stream.concat(unlisted, sales.get().stream()).distinct().toList();
        } catch (JedisException e) {
            failed.say(times -> log.warn("live - sales cannot be listed (times={}, reason={})", times, Reason.of(e)));
            return all.newest();
        }
    }

    /** Whether it was ever read. */
    boolean isKnown() {
        return all.newest() != null;
    }

    /** How many there are beside those that are chosen. */
    int more() {
        return more;
    }

    @Override
    public void close() {
        all.close();
    }
}
