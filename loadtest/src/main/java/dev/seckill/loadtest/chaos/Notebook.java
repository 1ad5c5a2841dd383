package dev.seckill.loadtest.chaos;

import dev.seckill.loadtest.load.Reply;
import dev.seckill.loadtest.witness.Answer;
import dev.seckill.loadtest.witness.BuyerOutcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What buyers were told, every reply of it; also kept as a file, a line per reply. Thread-safe. */
public final class Notebook implements AutoCloseable {

    private static final int STRANGE_MAX = 20;

    private final PrintWriter file;
    private final List<Answer> clear = new ArrayList<>();
    private final List<OpenQuestion> open = new ArrayList<>();
    private final List<String> strange = new ArrayList<>();
    private final Set<String> asked = new HashSet<>();
    private final Map<ReplyKind, Long> counts = new EnumMap<>(ReplyKind.class);
    private final Map<Integer, Instant> lastRefusedAskedAt = new HashMap<>();
    private final List<Timed> times = new ArrayList<>();
    private final List<Decided> decided = new ArrayList<>();
    private Instant lastAcceptedAskedAt = Instant.EPOCH;
    private long unanswered;

    /** How long a reply took, or the lack of one. */
    private record Timed(Instant askedAt, long millis) {}

    /** A purchase that was decided anew. */
    private record Decided(int api, Instant askedAt, Instant repliedAt) {}

    /** @throws UncheckedIOException if the file cannot be made */
    public Notebook(Path path) {
        try {
            file = new PrintWriter(Files.newBufferedWriter(path));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        file.println("askedAt,millis,purchase,api,kind,status,orderId,reply");
    }

    /**
     * Notes a reply.
     *
     * @param purchase its key, or what names it if it has none
     * @param api the port of the instance that was asked
     */
    public synchronized void note(
            String purchase, int api, Instant askedAt, Duration elapsed, Reply reply, ReplyKind kind) {
        counts.merge(kind, 1L, Long::sum);
        times.add(new Timed(askedAt, elapsed.toMillis()));
        file.printf(
                Locale.ROOT,
                "%s,%d,%s,%d,%s,%s,%s,\"%s\"%n",
                askedAt,
                elapsed.toMillis(),
                purchase,
                api,
                kind.word(),
                reply.status().replace(',', ';'),
                reply.orderId(),
                reply.body().replace('"', '\''));
        if (kind.isClear()) {
            BuyerOutcome outcome = kind.outcome();
            String orderId = outcome == BuyerOutcome.ACCEPTED ? reply.orderId() : null;
            clear.add(new Answer(purchase, outcome, orderId, askedAt, elapsed, ""));
        }
        if (kind == ReplyKind.ACCEPTED || kind == ReplyKind.SOLD_OUT) {
            decided.add(new Decided(api, askedAt, askedAt.plus(elapsed)));
        }
        boolean first = asked.add(purchase);
        if (kind == ReplyKind.STRANGE) {
            addStrange(purchase + ": " + reply.detail());
        } else if (kind == ReplyKind.REPLAYED && first) {
            // The API had decided the request before, lost sight of that, and decided it again.
            addStrange(purchase + ": its first request was answered as a repeat");
        }
        if (kind == ReplyKind.REFUSED) {
            lastRefusedAskedAt.merge(api, askedAt, (one, other) -> one.isAfter(other) ? one : other);
        }
        if (kind == ReplyKind.ACCEPTED && askedAt.isAfter(lastAcceptedAskedAt)) {
            lastAcceptedAskedAt = askedAt;
        }
    }

    private void addStrange(String reply) {
        if (strange.size() < STRANGE_MAX) {
            strange.add(reply);
        }
    }

    /** Notes a purchase without a key that had no clear reply. */
    public synchronized void noteOpen(OpenQuestion question) {
        open.add(question);
    }

    /** Notes a purchase that had no clear reply within its bound. */
    synchronized void noteUnanswered() {
        unanswered++;
    }

    /** Whether a new order was accepted and logged whose request was sent after this moment. */
    public synchronized boolean hasAcceptedSince(Instant moment) {
        return lastAcceptedAskedAt.isAfter(moment);
    }

    /** Whether a purchase was decided whose request was sent after this moment. */
    synchronized boolean hasDecidedSince(Instant moment) {
        return firstDecided(Set.of(), moment).isPresent();
    }

    /**
     * When a purchase was first decided whose request was sent after this moment, accepted and logged, or sold out.
     *
     * @param apis the ports of the instances that may have decided it; empty for all
     */
    public synchronized Optional<Instant> firstDecided(Set<Integer> apis, Instant moment) {
        return decided.stream()
                .filter(purchase -> purchase.askedAt().isAfter(moment))
                .filter(purchase -> apis.isEmpty() || apis.contains(purchase.api()))
                .map(Decided::repliedAt)
                .min(Comparator.naturalOrder());
    }

    /** What 99 of 100 replies to requests sent within a time took at most, refusals and lacking replies included; 0 for none. */
    synchronized long p99Millis(Instant from, Instant to) {
        long[] millis = times.stream()
                .filter(reply ->
                        reply.askedAt().isAfter(from) && !reply.askedAt().isAfter(to))
                .mapToLong(Timed::millis)
                .sorted()
                .toArray();
        return millis.length == 0 ? 0 : millis[Math.max(0, (millis.length * 99 + 99) / 100 - 1)];
    }

    /** Whether the instance on this port refused a request that was sent after this moment. */
    synchronized boolean hasRefusedSince(int api, Instant moment) {
        return lastRefusedAskedAt.getOrDefault(api, Instant.EPOCH).isAfter(moment);
    }

    /** Purchases without a key that had no clear reply. */
    public synchronized List<OpenQuestion> open() {
        return List.copyOf(open);
    }

    /** Replies that told a buyer how the purchase ended, the buyer being the purchase's name. */
    public synchronized List<Answer> answers() {
        return List.copyOf(clear);
    }

    /** The same from one on, in the order in which they came. */
    synchronized List<Answer> answersFrom(int first) {
        return List.copyOf(clear.subList(first, clear.size()));
    }

    /** Replies that there is no reason for. */
    public synchronized List<String> strange() {
        return List.copyOf(strange);
    }

    /** How many replies of each kind there were so far. */
    public synchronized Map<ReplyKind, Long> counts() {
        return new EnumMap<>(counts);
    }

    synchronized long count(ReplyKind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** Purchases that had no clear reply within their bound. */
    public synchronized long unanswered() {
        return unanswered;
    }

    @Override
    public synchronized void close() {
        file.close();
    }
}
