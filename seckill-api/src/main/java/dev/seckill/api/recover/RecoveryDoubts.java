package dev.seckill.api.recover;

import dev.seckill.api.orderlog.LoggedEvent;
import dev.seckill.api.orderlog.LoggedSale;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.api.sale.SaleState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What speaks against believing the order log: anybody who may write to the topic can make up an order. Each doubt is one
 * sentence for the operator that names the message, and the way out.
 */
final class RecoveryDoubts {

    /** Far more than any sale gives, and far from where numbers overflow. */
    static final long SEQ_MAX = 1_000_000_000_000_000L;

    /** Most units that can be put on sale, the bound of {@code --stock} and {@code --allotment}. */
    static final long UNITS_MAX = 1_000_000_000;

    /** How far an instance's clock may be ahead of this one's. */
    private static final Duration AHEAD_MAX = Duration.ofDays(7);

    private final LoggedSale log;
    private final String outbox;
    private final Consumer<Consumer<OutboxEntry>> eachInTheOutbox;
    private final Clock clock;

    /**
     * @param outbox the name of the outbox's key
     * @param eachInTheOutbox hands over every order in it
     */
    RecoveryDoubts(LoggedSale log, String outbox, Consumer<Consumer<OutboxEntry>> eachInTheOutbox, Clock clock) {
        this.log = log;
        this.outbox = outbox;
        this.eachInTheOutbox = eachInTheOutbox;
        this.clock = clock;
    }

    /** Whether the orders contradict each other, whatever Redis says. */
    Optional<String> ofTheOrders() {
        if (log.rival().isPresent()) {
            LoggedEvent rival = log.rival().get();
            List<LoggedEvent> all = log.ordersWith(rival.order().seq(), eachInTheOutbox);
            return Optional.of("two orders have number " + rival.order().seq() + ": "
                    + all.stream()
                            .map(order -> (order.position() == null ? "in the outbox" : order.position()) + " ("
                                    + order.order().orderId() + ")")
                            .collect(Collectors.joining(", "))
                    + ". Find out which of them is an order, and ignore the other: --ignore topic-partition@offset, or HDEL "
                    + outbox + " if it is in the outbox.");
        }
        if (log.rivalEvent().isPresent()) {
            LoggedEvent rival = log.rivalEvent().get();
            return Optional.of(
                    "two events have number " + rival.event().no() + " of the sale's journal; one of them is " + rival
                            + ". " + wayOut(rival) + ", otherwise ignore the other.");
        }
        long latest = clock.instant().plus(AHEAD_MAX).toEpochMilli();
        return log.latestEpoch()
                .filter(order -> order.offer().epoch() > latest)
                .map(order -> (order.order() == null ? "an event (" : "an order (") + order
                        + ") says that the sale was rebuilt at "
                        + Instant.ofEpochMilli(order.offer().epoch())
                        + ", a time to come. " + wayOut(order) + ".");
    }

    /**
     * Whether it is only an order's word that the sale was rebuilt after what Redis holds. By that word the orders in the
     * outbox were given up, and their units sold anew; if it is made up, they were accepted, and stand nowhere else.
     *
     * @param unlogged orders in the outbox that the log does not have
     * @param confirmed when the sale was rebuilt, if the operator says so, or null
     */
    Optional<String> ofTheRebuild(long unlogged, Instant confirmed) {
        return log.latestEpoch()
                .filter(order -> unlogged > 0 || log.isCut())
                .filter(order -> !Instant.ofEpochMilli(order.offer().epoch()).equals(confirmed))
                .map(order -> {
                    Instant when = Instant.ofEpochMilli(order.offer().epoch());
                    return "an order (" + order + ") says that the sale was rebuilt at " + when
                            + ", of which Redis knows nothing. If it was, Redis is a backup from before: give --rebuilt-at "
                            + when + ", and its outbox and keys are dropped (" + unlogged + " orders of " + outbox
                            + " that the order log does not have"
                            + (log.isCut() ? ", keys and buyers of orders that it has lost" : "") + "). "
                            + wayOut(order) + ".";
                });
    }

    /**
     * Whether the numbers are such as no sale gives.
     *
     * @param voidedBefore numbers that an earlier rebuild gave up, as far as Redis can be believed
     */
    Optional<String> ofTheNumbers(long voidedBefore, boolean isAllotmentGiven) {
        return ofTheJournal(isAllotmentGiven).or(() -> ofThePlaces(voidedBefore, isAllotmentGiven));
    }

    private Optional<String> ofTheJournal(boolean isAllotmentGiven) {
        return log.newestEvent().flatMap(newest -> {
            String event = "the newest event (no " + newest.event().no() + ", " + newest + ")";
            if (log.no() > SEQ_MAX) {
                return Optional.of(
                        event + " has a number in the journal that no sale reaches. " + wayOut(newest) + ".");
            }
            return log.isCut() || isAllotmentGiven || log.missingEvents() <= log.events()
                    ? Optional.empty()
                    : Optional.of("if " + event + " is one, " + log.missingEvents()
                            + " numbers of the journal belong to none, where there are " + log.events() + " events. "
                            + wayOut(newest)
                            + "; if so many events were indeed lost, give --allotment N with what was offered.");
        });
    }

    private Optional<String> ofThePlaces(long voidedBefore, boolean isAllotmentGiven) {
        return log.newest().flatMap(newest -> {
            if (log.seq() > SEQ_MAX) {
                return Optional.of(
                        "the newest order (" + newest + ") has a number that no sale reaches. " + wayOut(newest) + ".");
            }
            long missing = log.seq() - log.orders() - voidedBefore;
            return log.isCut() || isAllotmentGiven || missing <= log.orders()
                    ? Optional.empty()
                    : Optional.of(
                            "if the newest order (" + newest + ") is one, " + missing + " numbers belong to none, where"
                                    + " there are " + log.orders() + " orders. " + wayOut(newest)
                                    + "; if so many orders were indeed lost, give --allotment N with what was offered.");
        });
    }

    /**
     * Whether what the newest order says of the allotment can be true.
     *
     * @param inRedis what Redis says of it, or null
     */
    Optional<String> ofTheAllotment(Long inRedis) {
        if (log.isExplained()) {
            return Optional.empty();
        }
        return log.newest()
                .flatMap(newest -> whyNot(newest, inRedis)
                        .map(reason -> "the newest order (" + newest + ") " + reason + ". " + wayOut(newest)
                                + ", or give --allotment N with what was offered."))
                .or(() -> inRedis == null ? ofTheAgreement() : Optional.empty());
    }

    private Optional<String> whyNot(LoggedEvent newest, Long inRedis) {
        long allotment = newest.offer().allotment();
        long left = newest.order().left();
        if (allotment == 0) {
            return Optional.of("carries no allotment");
        }
        long most = newest.order().seq() + log.sold() - log.orders();
        if (left > allotment || allotment - left > most) {
            return Optional.of("contradicts itself: " + left + " left of " + allotment + " units");
        }
        if (allotment < log.taken()) {
            return Optional.of("says " + allotment + " units were offered, but there are " + log.orders() + " orders"
                    + (log.sold() == log.orders() ? "" : " of " + log.sold() + " units")
                    + (log.released() == 0 ? "" : ", of which " + log.released() + " went back"));
        }
        if (inRedis != null && inRedis != allotment) {
            return Optional.of("says " + allotment + " units were offered, but Redis knows " + inRedis);
        }
        return Optional.empty();
    }

    /** Somebody who puts units on sale and somebody who makes up orders leave the same behind: orders that disagree. */
    private Optional<String> ofTheAgreement() {
        return log.leastOffered()
                .flatMap(least -> log.mostOffered()
                        .filter(most -> most.offer().allotment() > least.offer().allotment())
                        .map(most -> "the orders do not agree on how many units were offered, and Redis does not know: "
                                + offered(least) + ", " + offered(most)
                                + ". If units were added or taken, give --allotment N with what was offered in all; an order that"
                                + " somebody else wrote, --ignore topic-partition@offset."));
    }

    private static String offered(LoggedEvent order) {
        return order.offer().allotment() + " (" + order + ")";
    }

    /** Says why Redis's own figures do not tell what was offered, see {@link #offeredIn}. */
    String ofRedis(SaleState redis) {
        return "Redis has given numbers to " + redis.decided() + " orders, of which " + (redis.decided() - log.orders())
                + " stand neither in " + outbox
                + " nor in the order log, and its figures do not tell whether their units"
                + " left the counter. Give --allotment N with what was offered.";
    }

    /**
     * What was offered by what Redis holds, which knows the newest order; nothing if its figures contradict each other. A
     * transaction that is half done gives numbers to orders, takes no units, and its orders are never delivered: what is left
     * and what was decided then add up to more than was offered.
     */
    OptionalLong offeredIn(SaleState redis) {
        if (log.isCut() || redis.decided() <= log.orders()) {
            return OptionalLong.of(redis.offered());
        }
        Long allotment = redis.allotment();
        boolean addsUp = allotment != null
                && (redis.offered() == allotment || Math.max(0, redis.left()) + log.taken() == allotment);
        return addsUp ? OptionalLong.of(allotment) : OptionalLong.empty();
    }

    private String wayOut(LoggedEvent order) {
        return order.position() == null
                ? "If somebody else wrote it, HDEL " + outbox + " " + order.id()
                : "If somebody else wrote it, give --ignore " + order.position();
    }
}
