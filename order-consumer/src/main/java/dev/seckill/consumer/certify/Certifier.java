package dev.seckill.consumer.certify;

import dev.seckill.consumer.store.CertifiedTrees;
import dev.seckill.consumer.store.LoggedEvents;
import dev.seckill.consumer.store.StoreUnavailableException;
import dev.seckill.model.SaleId;
import dev.seckill.model.UndecodableOrderException;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.ShownFailure;
import dev.seckill.model.proof.ProofKeys;
import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.text.Origin;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Certifies all sales of the book, one after the other. Not thread-safe; any number of processes may do the same. */
public final class Certifier {

    /**
     * What is halted or fails is looked at so seldom: to read a large sale anew takes a while. So is what has waited as long:
     * a message that is parked may be so for days.
     */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    /** A file is written in less. */
    private static final Duration HALF_WRITTEN = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(Certifier.class);

    private final LoggedEvents events;
    private final CertifiedTrees trees;
    private final ProofKeys keys;
    private final KeyList keyList;
    private final Cosigners cosigners;
    private final CheckpointFiles checkpoints;
    private final Function<Path, ProofFiles> files;
    private final int leavesMax;
    private final boolean isAnew;
    private final Clock clock;
    private final Map<SaleId, Standing> standings = new HashMap<>();
    private final Map<SaleId, Instant> looked = new HashMap<>();
    /** Since when the same number of a sale is missing here. */
    private final Map<SaleId, Instant> waiting = new HashMap<>();

    /** Of sales in which nothing is wrong. */
    private final Map<SaleId, Backlog> backlogs = new HashMap<>();

    private final Set<SaleId> alarmed = new HashSet<>();
    private final Map<SaleId, SaleCertifier> open;
    private boolean isMoving;
    private boolean isSwept;
    private boolean isAsking;

    /**
     * What is still to be signed.
     *
     * @param end the highest number then
     * @param since when it was seen
     */
    private record Backlog(long end, Instant since) {}

    /** @param dataSource with two connections for this alone, since one is held while the other reads */
    Certifier(DataSource dataSource, ProofKeys keys, CertifySettings settings, Clock clock) {
        this(dataSource, keys, settings, false, clock, Cosigners.none(settings), ProofFiles::new);
    }

    /** The same, that believes no file but what is signed, and makes all others anew. */
    public static Certifier anew(
            DataSource dataSource, ProofKeys keys, CertifySettings settings, Clock clock, Cosigners cosigners) {
        return new Certifier(dataSource, keys, settings, true, clock, cosigners, ProofFiles::new);
    }

    /** The same, that goes on from the files. */
    public static Certifier of(
            DataSource dataSource, ProofKeys keys, CertifySettings settings, Clock clock, Cosigners cosigners) {
        return new Certifier(dataSource, keys, settings, false, clock, cosigners, ProofFiles::new);
    }

    /** @param files writes below a directory */
    Certifier(
            DataSource dataSource,
            ProofKeys keys,
            CertifySettings settings,
            boolean isAnew,
            Clock clock,
            Cosigners cosigners,
            Function<Path, ProofFiles> files) {
        this.events = new LoggedEvents(dataSource);
        this.trees = new CertifiedTrees(dataSource);
        this.keys = Objects.requireNonNull(keys, "keys");
        this.keyList = new KeyList(keys);
        this.cosigners = Objects.requireNonNull(cosigners, "cosigners");
        this.checkpoints = cosigners.files();
        this.leavesMax = settings.leavesMax();
        this.isAnew = isAnew;
        this.clock = Objects.requireNonNull(clock, "clock");
        this.files = Objects.requireNonNull(files, "files");
        this.open = new LinkedHashMap<>(16, 0.75f, true) {

            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<SaleId, SaleCertifier> eldest) {
                return size() > settings.salesMax();
            }
        };
    }

    /**
     * Gives each sale in which something changed its turn.
     *
     * @return how far each sale is
     * @throws StoreUnavailableException if the book does not answer
     */
    public Map<SaleId, Standing> turn() {
        return turn(sale -> true);
    }

    /** The same for some sales. */
    public Map<SaleId, Standing> turn(Predicate<SaleId> which) {
        sweep();
        Map<SaleId, Long> ends = events.ends();
        ends.keySet().removeIf(which.negate());
        standings.keySet().retainAll(ends.keySet());
        backlogs.keySet().retainAll(ends.keySet());
        isMoving = false;
        isAsking = false;
        ends.forEach((sale, end) -> {
            Standing known = standings.get(sale);
            if (isDue(sale, known, end)) {
                looked.put(sale, clock.instant());
                Standing now = turn(sale, end);
                standings.put(sale, since(sale, known, now));
                if (!now.isLike(known)) {
                    waiting.put(sale, clock.instant());
                }
                tell(sale, known);
                isMoving |= now.isBehind() && now.size() > (known == null ? 0 : known.size());
            } else {
                scrub(sale);
            }
            alarm(sale);
        });
        return Map.copyOf(standings);
    }

    /** Once, of what was killed in the middle of a file. */
    private void sweep() {
        if (isSwept) {
            return;
        }
        isSwept = true;
        try {
            files.apply(checkpoints.proofs()).sweep(clock.instant().minus(HALF_WRITTEN));
        } catch (UncheckedIOException e) {
            LOG.warn("certify - files that were left half-written can't be taken away (reason={})", Reason.of(e));
        }
    }

    /** The same with the time since when it is so. */
    private Standing since(SaleId sale, Standing known, Standing now) {
        Backlog backlog = backlogs.get(sale);
        if (now.kind() == Standing.Kind.WAITS) {
            return now; // since the event behind the gap
        }
        if (now.isHeldUp()) {
            // Why may be told in other words each time, and it may have been behind before.
            boolean isStill = known != null && known.kind() == now.kind();
            Instant before = backlog == null ? now.since() : backlog.since();
            return now.since(isStill ? known.since() : before);
        }
        if (!now.isBehind()) {
            backlogs.remove(sale);
            return now;
        }
        if (backlog == null || now.size() >= backlog.end()) {
            backlog = new Backlog(now.end(), clock.instant());
            backlogs.put(sale, backlog);
        }
        return now.since(backlog.since());
    }

    /** Whether another turn signs more at once. */
    public boolean isMoving() {
        return isMoving;
    }

    /** Whether the first tree of a sale waits for what cosigners know of it. */
    public boolean isAsking() {
        return isAsking;
    }

    private boolean isDue(SaleId sale, Standing known, long end) {
        if (known == null) {
            return true;
        }
        if (!known.isHeldUp()) {
            // The sale's row moves on behind its events: they may all be signed before it tells the same end.
            return known.size() < end || known.end() != end;
        }
        Instant pauseFrom = clock.instant().minus(PAUSE);
        boolean isRecent =
                known.kind() == Standing.Kind.WAITS && waiting.get(sale).isAfter(pauseFrom);
        return isRecent || !looked.get(sale).isAfter(pauseFrom);
    }

    private Standing turn(SaleId sale, long end) {
        try {
            SaleCertifier certifier = open.get(sale);
            if (certifier == null) {
                SaleBirth birth = SaleBirth.of(events, sale);
                Optional<Origin> origin = birth.origin(keys.listed().base(), sale);
                if (origin.isEmpty()) {
                    return Standing.waits(0, end, birth.gap(clock.instant()));
                }
                if (!cosigners.haveAnswered(origin.get())) {
                    isAsking = true;
                    Standing before = standings.get(sale);
                    return Standing.fine(before == null ? 0 : before.size(), end);
                }
                certifier = open(sale, origin.get());
                open.put(sale, certifier);
            }
            Standing standing = certifier.turn(end, cosigners.largest(certifier.origin()));
            if (standing.kind() == Standing.Kind.FINAL && checkpoints.publish(certifier.origin())) {
                LOG.info("certify - strangers may read the sale now (sale={})", sale);
                open.remove(sale);
            }
            cosigners.tell(certifier.origin());
            return standing;
        } catch (HaltedException | UndecodableOrderException | BadTextException e) {
            return stopped(sale, end, Standing.Kind.HALTED, e);
        } catch (StoreUnavailableException | UncheckedIOException e) {
            return stopped(sale, end, Standing.Kind.FAILS, e);
        } catch (RuntimeException e) {
            Standing fails = stopped(sale, end, Standing.Kind.FAILS, e);
            if (!fails.isLike(standings.get(sale))) {
                LOG.error("certify - failed unexpectedly, the other sales go on (sale={})", sale, ShownFailure.of(e));
            }
            return fails;
        }
    }

    private SaleCertifier open(SaleId sale, Origin origin) {
        keyList.handOut(files.apply(checkpoints.proofs()));
        return new SaleCertifier(
                sale,
                origin,
                events,
                trees,
                keys,
                keyList,
                files.apply(checkpoints.folder(origin)),
                checkpoints,
                leavesMax,
                isAnew,
                clock);
    }

    private Standing stopped(SaleId sale, long end, Standing.Kind kind, RuntimeException e) {
        open.remove(sale);
        Standing before = standings.get(sale);
        return new Standing(before == null ? 0 : before.size(), end, kind, Reason.of(e), clock.instant());
    }

    /** Looks at some more of the files, of a sale in which nothing happens. */
    private void scrub(SaleId sale) {
        SaleCertifier certifier = open.get(sale);
        try {
            if (certifier != null && !certifier.scrub()) {
                LOG.warn("certify - files are damaged and are made anew (sale={})", sale);
                certifier.remake();
            }
        } catch (HaltedException | BadTextException e) {
            standings.put(sale, stopped(sale, standings.get(sale).end(), Standing.Kind.HALTED, e));
            tell(sale, null);
        } catch (StoreUnavailableException | UncheckedIOException e) {
            standings.put(sale, stopped(sale, standings.get(sale).end(), Standing.Kind.FAILS, e));
            tell(sale, null);
        }
    }

    /** Each change once. */
    private void tell(SaleId sale, Standing before) {
        Standing now = standings.get(sale);
        if (now.isLike(before)) {
            return;
        }
        switch (now.kind()) {
            case HALTED ->
                LOG.error(
                        "certify - halted, nothing more of the sale is signed until somebody has looked (sale={},"
                                + " size={}, reason={})",
                        sale,
                        now.size(),
                        now.why());
            case FAILS -> LOG.warn("certify - fails, trying on (sale={}, reason={})", sale, now.why());
            case WAITS ->
                LOG.warn(
                        "certify - waits (sale={}, size={}, since={}, reason={})",
                        sale,
                        now.size(),
                        now.since(),
                        now.why());
            case FINAL -> LOG.info("certify - the final certificate is made (sale={}, size={})", sale, now.size());
            case FINE -> {
                if (before != null && before.isHeldUp()) {
                    LOG.info("certify - goes on (sale={}, size={})", sale, now.size());
                }
            }
        }
    }

    /** The shop has promised that an order is in a tree in time: says so once, as long as something can be done. */
    private void alarm(SaleId sale) {
        Standing standing = standings.get(sale);
        Duration half = keys.listed().certifiedWithin().dividedBy(2);
        boolean isLate = standing.since() != null
                && !clock.instant().isBefore(standing.since().plus(half));
        if (!isLate) {
            alarmed.remove(sale);
        } else if (alarmed.add(sale)) {
            LOG.error(
                    "certify - ALARM: half of the time is over in which the shop has promised to certify its orders"
                            + " (sale={}, size={}, since={}, within={}s, reason={})",
                    sale,
                    standing.size(),
                    standing.since(),
                    keys.listed().certifiedWithin().toSeconds(),
                    standing.why() == null ? "it is behind" : standing.why());
        }
    }
}
