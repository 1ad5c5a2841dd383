package dev.seckill.consumer.certify;

import dev.seckill.consumer.status.CosignerMetrics;
import dev.seckill.consumer.status.CosignerMetrics.Outcome;
import dev.seckill.model.ForeignText;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import dev.seckill.model.proof.ProofKeys;
import dev.seckill.proof.cosign.AddCheckpoint;
import dev.seckill.proof.cosign.Answer;
import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.note.NoteKey;
import dev.seckill.proof.note.NoteSignature;
import dev.seckill.proof.text.Checkpoint;
import dev.seckill.proof.text.Origin;
import dev.seckill.proof.tree.Hash;
import dev.seckill.proof.tree.TileTree;
import dev.seckill.proof.tree.TreeProofs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one cosigner about one sale after the other: first what it knows, by a tree without an event, which fits to every
 * other; then to sign the newest checkpoint that is handed out. All that it needs are files, so it never holds up who makes
 * them. One thread takes the turns; all else is thread-safe.
 */
final class CosignerRound {

    /** So far its clock and this one may differ: buyers hold its time against the shop. */
    private static final Duration CLOCK_MARGIN = Duration.ofMinutes(1);

    /** While other programs have it sign the same sale, it may be further with each answer. */
    private static final int ATTEMPTS = 3;

    private static final int LINES_A_MINUTE = 2;
    private static final int SHOWN_MAX = 200;
    private static final int HTTP_OK = 200;
    private static final int HTTP_CONFLICT = 409;
    private static final Pattern SIZE = Pattern.compile("(0|[1-9][0-9]{0,17})\n");
    private static final long NOT_ASKED = -1;

    private static final Logger LOG = LoggerFactory.getLogger(CosignerRound.class);

    private final NoteKey key;
    private final CosignerLink link;
    private final CheckpointFiles files;
    private final ProofKeys keys;
    private final Duration wait;
    private final Duration pause;
    private final CosignerMetrics metrics;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final SparseLine failures = new SparseLine(LINES_A_MINUTE, Duration.ofMinutes(1));

    private final Map<Origin, Asked> sales = new LinkedHashMap<>();
    private boolean isBusy;
    private boolean isAway;
    private long pausedUntilNanos;
    private boolean isTold;

    /** What came of a sale's turn. */
    private enum Turn {
        /** There was nothing to ask. */
        NOT_ASKED,
        /** It has said what it knows, or its signature is there. */
        ANSWERED,
        SIGNED
    }

    /** What is known of a sale. */
    private static final class Asked {

        private final long sinceNanos;
        private boolean isAnswered;
        private long size = NOT_ASKED;
        /** Only if it is of more events than our own. */
        private Checkpoint shown;

        private boolean isDue;
        private long dueNanos;

        /** What became of the last question about it. */
        private boolean isFailing;

        private Asked(long nanos) {
            this.sinceNanos = nanos;
            this.dueNanos = nanos;
        }
    }

    /**
     * For one that was not asked yet.
     *
     * @param wait how long the first tree of a sale waits for what the cosigner knows
     * @param pause after a failure
     * @param nanoTime a stopwatch
     */
    CosignerRound(
            NoteKey key,
            CosignerLink link,
            CheckpointFiles files,
            ProofKeys keys,
            Duration wait,
            Duration pause,
            CosignerMetrics metrics,
            Clock clock,
            LongSupplier nanoTime) {
        this.key = Objects.requireNonNull(key, "key");
        this.link = Objects.requireNonNull(link, "link");
        this.files = Objects.requireNonNull(files, "files");
        this.keys = Objects.requireNonNull(keys, "keys");
        this.wait = Objects.requireNonNull(wait, "wait");
        this.pause = Objects.requireNonNull(pause, "pause");
        this.metrics = Objects.requireNonNull(metrics, "metrics");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
        this.pausedUntilNanos = nanoTime.getAsLong();
    }

    /** There is something to ask about the sale. */
    synchronized void tell(Origin origin) {
        asked(origin).isDue = true;
        notifyAll();
    }

    /** Whether it has said what it knows of the sale, or will not in time. The first question has it asked. */
    synchronized boolean hasAnswered(Origin origin) {
        if (!sales.containsKey(origin)) {
            tell(origin);
        }
        Asked sale = asked(origin);
        return sale.isAnswered || isAway || nanoTime.getAsLong() - sale.sinceNanos >= wait.toNanos();
    }

    /** What it has signed of the sale, as far as it has said so. */
    synchronized CosignedTree known(Origin origin) {
        Asked sale = sales.get(origin);
        return sale == null || sale.size <= 0 ? CosignedTree.NONE : new CosignedTree(sale.size, key.name(), sale.shown);
    }

    /**
     * Asks about one sale.
     *
     * @return whether there was one
     */
    boolean turn() throws InterruptedException {
        Origin origin = next();
        if (origin == null) {
            return false;
        }
        try {
            Turn turn = ask(origin);
            over(origin, false, false);
            if (turn != Turn.NOT_ASKED) {
                failing(origin, false);
            }
            if (turn == Turn.SIGNED) {
                signed();
            }
        } catch (CosignerAwayException e) {
            over(origin, true, true);
            failed(origin, Outcome.AWAY, e);
        } catch (RuntimeException e) {
            over(origin, true, false);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            failed(origin, Outcome.REFUSED, e);
        }
        return true;
    }

    /** Returns when there may be something to ask. */
    synchronized void awaitDue() throws InterruptedException {
        long now = nanoTime.getAsLong();
        long nanos = Long.MAX_VALUE;
        for (Asked sale : sales.values()) {
            if (sale.isDue) {
                nanos = Math.min(nanos, Math.max(sale.dueNanos - now, pausedUntilNanos - now));
            }
        }
        if (nanos == Long.MAX_VALUE) {
            wait();
        } else if (nanos > 0) {
            wait(TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
        }
    }

    /** Returns when all has been asked that can be now, or when it takes longer than an answer may. */
    synchronized void awaitIdle() throws InterruptedException {
        long end = nanoTime.getAsLong() + wait.toNanos();
        for (long left = wait.toNanos(); !isIdle() && left > 0; left = end - nanoTime.getAsLong()) {
            wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
        }
    }

    private boolean isIdle() {
        return !isBusy && due() == null;
    }

    private Asked asked(Origin origin) {
        return sales.computeIfAbsent(origin, first -> new Asked(nanoTime.getAsLong()));
    }

    /** The sale that has waited the longest; null if none is due. */
    private synchronized Origin next() {
        Origin origin = due();
        if (origin != null) {
            Asked sale = sales.remove(origin);
            sales.put(origin, sale);
            sale.isDue = false;
            isBusy = true;
        }
        return origin;
    }

    private Origin due() {
        long now = nanoTime.getAsLong();
        if (now - pausedUntilNanos < 0) {
            return null;
        }
        return sales.entrySet().stream()
                .filter(sale -> sale.getValue().isDue && now - sale.getValue().dueNanos >= 0)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    private synchronized void over(Origin origin, boolean isFailed, boolean isNobodyThere) {
        long now = nanoTime.getAsLong();
        Asked sale = asked(origin);
        sale.isAnswered = true;
        if (isFailed) {
            sale.isDue = true;
            sale.dueNanos = now + pause.toNanos();
        }
        if (isNobodyThere) {
            pausedUntilNanos = now + pause.toNanos();
        }
        isAway = isNobodyThere;
        isBusy = false;
        notifyAll();
    }

    /** It fails as long as it does for one of the sales: that it signs another one all the time is no comfort. */
    private synchronized void failing(Origin origin, boolean isSo) {
        asked(origin).isFailing = isSo;
        metrics.isFailing(key.name(), sales.values().stream().anyMatch(sale -> sale.isFailing));
    }

    private void signed() {
        metrics.count(Outcome.SIGNED);
        if (isTold) {
            isTold = false;
            LOG.info("certify - the cosigner signs again (cosigner={})", key.name());
        }
    }

    private void failed(Origin origin, Outcome outcome, Exception why) {
        metrics.count(outcome);
        failing(origin, true);
        failures.say(times -> {
            isTold = true;
            LOG.warn(
                    "certify - a cosigner does not sign, trying on; nothing waits for it (cosigner={}, sale={},"
                            + " times={}, reason={})",
                    key.name(),
                    origin.sale(),
                    times,
                    Reason.of(why));
        });
    }

    private Turn ask(Origin origin) throws CosignerAwayException, InterruptedException {
        Turn turn = Turn.NOT_ASKED;
        if (size(origin) == NOT_ASKED) {
            learn(origin);
            turn = Turn.ANSWERED;
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Checkpoint newest = files.newest(origin);
            long old = size(origin);
            if (newest == null || old > newest.size()) {
                return turn;
            }
            if (isSigned(newest)) {
                return Turn.ANSWERED;
            }
            Answer answer = link.add(new AddCheckpoint(old, proof(origin, old, newest.size()), newest));
            if (answer.status() == HTTP_OK) {
                take(origin, newest, answer.body());
                return Turn.SIGNED;
            }
            learn(origin, answer);
            turn = Turn.ANSWERED;
        }
        throw new BadTextException("it has another size with each answer");
    }

    private synchronized long size(Origin origin) {
        return asked(origin).size;
    }

    /** Without an event, a tree fits to every other: whatever it knows, it has no reason to keep it for itself. */
    private void learn(Origin origin) throws CosignerAwayException, InterruptedException {
        String name = origin.toString();
        Checkpoint none = Checkpoint.of(name, 0, Hash.OF_NO_LEAF, keys.signer().named(name));
        Answer answer = link.add(new AddCheckpoint(0, List.of(), none));
        if (answer.status() == HTTP_OK) {
            learn(origin, 0, null);
        } else {
            learn(origin, answer);
        }
    }

    private void learn(Origin origin, Answer answer) throws CosignerAwayException, InterruptedException {
        if (answer.status() != HTTP_CONFLICT
                || answer.type() != Answer.Type.SIZE
                || !SIZE.matcher(answer.body()).matches()) {
            throw new BadTextException("it answers with status " + answer.status() + ": "
                    + ForeignText.escape(answer.body().strip(), SHOWN_MAX));
        }
        long size = Long.parseLong(answer.body().strip());
        Checkpoint newest = files.newest(origin);
        boolean isOurs = newest != null && size <= newest.size();
        Checkpoint shown = isOurs ? null : shown(origin);
        if (shown != null && shown.size() < size) {
            throw new BadTextException("it says that it signed " + size + " events, and shows " + shown.size());
        }
        learn(origin, shown == null ? size : shown.size(), shown);
    }

    private synchronized void learn(Origin origin, long size, Checkpoint shown) {
        Asked sale = asked(origin);
        sale.size = size;
        sale.shown = shown;
    }

    /** What it signed last, if the shop has signed that too; null if it shows nothing of the kind. */
    private Checkpoint shown(Origin origin) throws CosignerAwayException, InterruptedException {
        byte[] note = link.last(origin.toString());
        try {
            Checkpoint checkpoint = note == null ? null : Checkpoint.parse(Note.parse(note));
            if (checkpoint == null || !checkpoint.origin().equals(origin.toString())) {
                return null;
            }
            checkpoint.cosigned(keys.listed().logKeys(), List.of());
            return checkpoint;
        } catch (BadTextException e) {
            return null;
        }
    }

    private List<Hash> proof(Origin origin, long old, long size) {
        return old == 0 || old == size
                ? List.of()
                : TreeProofs.consistency(new TileTree(files.tiles(origin), size), old, size);
    }

    private boolean isSigned(Checkpoint checkpoint) {
        return checkpoint.note().signatures().stream().anyMatch(signature -> signature.claims(key));
    }

    /** Only what its key has signed, and at a time that can be. */
    private void take(Origin origin, Checkpoint checkpoint, String lines) {
        NoteSignature signature = lines.lines()
                .map(NoteSignature::parse)
                .filter(line -> line.claims(key))
                .findFirst()
                .orElseThrow(() -> new BadTextException("it answers without a signature of its key"));
        Instant at = signature.verified(checkpoint.note().text(), key);
        Instant now = clock.instant();
        if (Duration.between(at, now).abs().compareTo(CLOCK_MARGIN) > 0) {
            throw new BadTextException("it signs at " + at + ", and the clock here says " + now);
        }
        files.sign(origin, checkpoint, key, signature);
        learn(origin, checkpoint.size(), null);
    }
}
