package dev.seckill.loadtest.sale;

import dev.seckill.loadtest.witness.CounterState;
import dev.seckill.loadtest.witness.JournalEnd;
import dev.seckill.model.SaleId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.SetParams;

/** The sale's counter in Redis: resets it before a run and reads it afterwards. Thread-safe. */
public final class SaleCounter implements AutoCloseable {

    /** A reset is tried again when a buyer was faster; past this, somebody is still buying. */
    private static final int RESET_ATTEMPTS_MAX = 5;

    /** The field of the outbox that keeps it when no order waits. */
    private static final String KEPT = "kept";

    private final SaleNode node;
    private final SaleId sale;
    private final Clock clock;
    private final String hash;
    private final String outbox;
    private final String claim;

    /** @param url as {@code redis://host:port} or {@code redis-cluster://host:port,…}; connected to at the first use */
    public SaleCounter(URI url, SaleId sale, Clock clock) {
        this.sale = Objects.requireNonNull(sale, "sale");
        this.node = new SaleNode(url, sale);
        this.clock = Objects.requireNonNull(clock, "clock");
        this.hash = "{" + sale + "}:sale";
        this.outbox = "{" + sale + "}:outbox";
        this.claim = "{" + sale + "}:loadtest";
    }

    /** Whether a reset would wipe units that no earlier run has put on sale. */
    public boolean isForeign() {
        return read().isForeign();
    }

    /**
     * Claims the sale for one run, so that no second one resets it in the middle.
     *
     * @param longest when the claim ends by itself, should the run be killed
     * @return false if another run has it
     */
    public boolean claim(Duration longest) {
        return node.tell(redis ->
                        redis.set(claim, "claimed", SetParams.setParams().nx().px(longest.toMillis())))
                != null;
    }

    /** Gives up the claim. */
    public void release() {
        node.ask(redis -> redis.del(claim));
    }

    /** The key of the claim. */
    public String claimKey() {
        return claim;
    }

    /** The highest place given so far; 0 before the first order. */
    public long seq() {
        return read().seq();
    }

    /** Units on sale now, as Redis has them; null when there is no counter. */
    public String unitsLeft() {
        return node.ask(redis -> redis.get(sale.value()));
    }

    /**
     * Puts exactly so many units on sale. The place {@code seq} goes on from where it is, because the order book has
     * the places before it; so do the orders that were decided so far. The allotment of a sale that has a journal is left
     * to the API, which takes what has changed on the counter for an event with its next decision.
     *
     * @return the counter from which the run starts
     * @throws UnusableSaleException if the sale is not open, or is being sold from all the time
     */
    public CounterState reset(long stock) {
        return node.tell(redis -> reset(redis, stock));
    }

    private CounterState reset(RedisClient redis, long stock) {
        for (int attempt = 1; attempt <= RESET_ATTEMPTS_MAX; attempt++) {
            try (AbstractTransaction transaction = redis.transaction(false)) {
                transaction.watch(sale.value(), hash);
                SaleInRedis state = new SaleInRedis(
                        transaction.get(sale.value()).get(),
                        transaction.hgetAll(hash).get());
                state.closedBecause(sale, clock.instant()).ifPresent(why -> {
                    throw new UnusableSaleException(why);
                });
                long allotment = stock + state.decided();
                transaction.multi();
                transaction.set(sale.value(), Long.toString(stock));
                transaction.hset(hash, SaleInRedis.LOADTEST, Long.toString(allotment));
                if (!state.hasJournal()) {
                    transaction.hset(hash, SaleInRedis.ALLOTMENT, Long.toString(allotment));
                }
                if (transaction.exec() != null) {
                    return new CounterState(stock, allotment, state.seq(), state.voided());
                }
            }
        }
        throw new UnusableSaleException("somebody is buying from sale " + sale
                + " all the time: it changed during each of " + RESET_ATTEMPTS_MAX + " attempts to reset it");
    }

    /**
     * Puts further units on sale while buyers may be buying. The API adds them to the allotment, with its next decision.
     *
     * @param units at least 1
     */
    public void add(long units) {
        node.tell(redis -> {
            try (AbstractTransaction transaction = redis.multi()) {
                transaction.incrBy(sale.value(), units);
                transaction.hincrBy(hash, SaleInRedis.LOADTEST, units);
                return transaction.exec();
            }
        });
    }

    /** What Redis says the time is, to the microsecond. */
    public Instant time() {
        List<?> parts = (List<?>) node.ask(redis -> redis.executeCommand(new CommandArguments(Protocol.Command.TIME)));
        return Instant.ofEpochSecond(number(parts.get(0)), number(parts.get(1)) * 1_000);
    }

    private static long number(Object text) {
        return Long.parseLong(new String((byte[]) text, StandardCharsets.US_ASCII));
    }

    /** Closes every connection to Redis but the own ones. */
    public void cutOthersOff() {
        node.ask(redis -> redis.executeCommand(new CommandArguments(Protocol.Command.CLIENT)
                .add("KILL")
                .add("TYPE")
                .add("normal")
                .add("SKIPME")
                .add("yes")));
    }

    /** Whether the API has stopped the sale until {@code recover}. */
    public boolean isHalted() {
        return read().isHalted();
    }

    /** @throws UnusableSaleException if the counter is missing or not a number */
    public CounterState counter() {
        return read().toCounterState();
    }

    /**
     * Where the journal of the sale must have come to, when all is quiet.
     *
     * @throws UnusableSaleException if a figure is missing or not a number
     */
    public JournalEnd journalEnd() {
        return read().journalEnd();
    }

    /** Orders that are held until they are paid. */
    public long heldOrders() {
        return node.ask(redis -> redis.zcard("{" + sale + "}:held"));
    }

    /** Orders that are decided and not known to be in the order log. */
    public long outboxSize() {
        return node.ask(redis -> Math.max(0, redis.hlen(outbox) - (redis.hexists(outbox, KEPT) ? 1 : 0)));
    }

    /** Counter and hash in one transaction, so that they are of the same moment. */
    private SaleInRedis read() {
        return node.ask(redis -> {
            try (AbstractTransaction transaction = redis.multi()) {
                var counter = transaction.get(sale.value());
                var fields = transaction.hgetAll(hash);
                transaction.exec();
                return new SaleInRedis(counter.get(), fields.get());
            }
        });
    }

    @Override
    public void close() {
        node.close();
    }
}
