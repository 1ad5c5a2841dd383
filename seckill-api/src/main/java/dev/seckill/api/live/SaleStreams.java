package dev.seckill.api.live;

import dev.seckill.api.config.LiveSettings;
import dev.seckill.api.decide.Reply;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.SaleSeen;
import dev.seckill.model.SaleId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The streams of single sales. A sale is looked at while somebody watches it, once for all who do. Thread-safe. */
public final class SaleStreams implements AutoCloseable {

    /** A phone that has vanished would have its seat until TCP gives up; pages come back by themselves. */
    private static final long LIFE_NANOS = TimeUnit.MINUTES.toNanos(5);

    /** So that those who came at once do not come back at once. */
    private static final long LIFE_MAX_NANOS = TimeUnit.MINUTES.toNanos(6);

    private final Function<SaleId, CompletableFuture<Reply>> looks;
    private final BiFunction<SaleId, SaleSeen, Map<String, Object>> facts;
    private final Map<SaleId, SaleStream> streams = new HashMap<>();
    private final StreamClock clock;
    private final PlacedSeats seats;

    /**
     * Nobody watches yet.
     *
     * @param looks looks at a sale
     * @param facts what JSON is made of for viewers
     */
    public SaleStreams(
            LiveSettings settings,
            Function<SaleId, CompletableFuture<Reply>> looks,
            BiFunction<SaleId, SaleSeen, Map<String, Object>> facts) {
        this.looks = looks;
        this.facts = facts;
        this.seats = new PlacedSeats(settings.viewersMax(), settings.viewersPerAddress());
        this.clock = new StreamClock("live-sales", settings, SaleStreams::life, this::look, this::audiences);
    }

    private static long life() {
        return ThreadLocalRandom.current().nextLong(LIFE_NANOS, LIFE_MAX_NANOS);
    }

    /** Room for viewers, to be taken before one comes. */
    public PlacedSeats seats() {
        return seats;
    }

    /**
     * From now on the viewer is told of the sale.
     *
     * @param seen what it is like now
     */
    public void join(SaleId sale, SaleSeen seen, Viewer viewer) {
        clock.join(viewer, () -> {
            SaleStream stream = streams.computeIfAbsent(sale, first -> new SaleStream(System.nanoTime()));
            stream.joins(facts.apply(sale, seen), seen);
            return stream.audience;
        });
    }

    private Iterable<Audience> audiences() {
        return streams.values().stream().map(stream -> stream.audience).toList();
    }

    private void look() {
        streams.values().removeIf(stream -> stream.audience.isEmpty());
        long now = System.nanoTime();
        streams.forEach((sale, stream) -> {
            if (stream.pace.begins(now)) {
                looks.apply(sale)
                        .whenCompleteAsync((reply, failure) -> looked(sale, stream, reply, failure), clock.thread());
            }
        });
    }

    /** What could not be seen now may be seen the next time. */
    private void looked(SaleId sale, SaleStream stream, Reply reply, Throwable failure) {
        stream.pace.ended();
        if (failure == null && reply.decision().outcome() == Outcome.SEEN) {
            SaleSeen seen = reply.decision().seen();
            stream.saw(facts.apply(sale, seen), seen);
        }
    }

    /** Ends all streams. */
    @Override
    public void close() {
        clock.close();
    }
}
