package dev.seckill.consumer.certify;

import dev.seckill.consumer.store.CertifiedTrees;
import dev.seckill.consumer.store.LoggedEvents;
import dev.seckill.consumer.store.StoreUnavailableException;
import dev.seckill.model.SaleId;
import dev.seckill.model.UndecodableOrderException;
import dev.seckill.model.event.NumberRange;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.log.Reason;
import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.text.Origin;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Certifies all sales of the book, one after the other. Not thread-safe; any number of processes may do the same. */
final class Certifier {

    /** Sales whose trees are kept in memory, each with less than 3 MB. */
    private static final int TREES_MAX = 50;

    /** What is halted or fails is looked at so seldom: to read a large sale anew takes a while. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Certifier.class);

    private final LoggedEvents events;
    private final CertifiedTrees trees;
    private final CertifierKeys keys;
    private final Path proofs;
    private final Function<Path, ProofFiles> files;
    private final Clock clock;
    private final Map<SaleId, Standing> standings = new HashMap<>();
    private final Map<SaleId, SaleCertifier> open = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SaleId, SaleCertifier> eldest) {
            return size() > TREES_MAX;
        }
    };

    /** @param dataSource with two connections for this alone, since one is held while the other reads */
    Certifier(DataSource dataSource, CertifierKeys keys, Path proofs, Clock clock) {
        this(dataSource, keys, proofs, clock, ProofFiles::new);
    }

    /** @param files writes below a directory */
    Certifier(DataSource dataSource, CertifierKeys keys, Path proofs, Clock clock, Function<Path, ProofFiles> files) {
        this.events = new LoggedEvents(dataSource);
        this.trees = new CertifiedTrees(dataSource);
        this.keys = Objects.requireNonNull(keys, "keys");
        this.proofs = Objects.requireNonNull(proofs, "proofs");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.files = Objects.requireNonNull(files, "files");
    }

    /**
     * Gives each sale in which something changed its turn.
     *
     * @return how far each sale is
     * @throws StoreUnavailableException if the book does not answer
     */
    Map<SaleId, Standing> turn() {
        Map<SaleId, Long> ends = events.ends();
        standings.keySet().retainAll(ends.keySet());
        ends.forEach((sale, end) -> {
            if (isDue(standings.get(sale), end)) {
                tell(sale, standings.put(sale, turn(sale, end)));
            }
        });
        return Map.copyOf(standings);
    }

    private boolean isDue(Standing known, long end) {
        if (known == null || known.kind() == Standing.Kind.FINE || known.kind() == Standing.Kind.FINAL) {
            return known == null || known.size() < end;
        }
        return known.kind() == Standing.Kind.WAITS
                || !clock.instant().isBefore(known.since().plus(PAUSE));
    }

    private Standing turn(SaleId sale, long end) {
        try {
            SaleCertifier certifier = open.get(sale);
            if (certifier == null) {
                Optional<Origin> origin = origin(sale);
                if (origin.isEmpty()) {
                    return Standing.waits(0, end, new NextLeaves.Gap(1, clock.instant()));
                }
                certifier = open(sale, origin.get());
                open.put(sale, certifier);
            }
            return certifier.turn(end);
        } catch (HaltedException | UndecodableOrderException | BadTextException e) {
            return stopped(sale, end, Standing.Kind.HALTED, e);
        } catch (StoreUnavailableException | UncheckedIOException e) {
            return stopped(sale, end, Standing.Kind.FAILS, e);
        }
    }

    private SaleCertifier open(SaleId sale, Origin origin) {
        ProofFiles shop = files.apply(proofs);
        shop.write(SaleCertifier.KEYS, keys.note().bytes());
        return new SaleCertifier(sale, origin, events, trees, keys, files.apply(proofs.resolve(path(origin))), clock);
    }

    private Standing stopped(SaleId sale, long end, Standing.Kind kind, RuntimeException e) {
        open.remove(sale);
        Standing before = standings.get(sale);
        return new Standing(before == null ? 0 : before.size(), end, kind, Reason.of(e), clock.instant());
    }

    /** Named by the time of its first event; empty while that is missing. */
    private Optional<Origin> origin(SaleId sale) {
        List<NumberRange> voided = NextLeaves.voided(events.recoveriesAfter(sale, 0));
        List<SaleEvent> first = events.after(sale, 0, 1);
        long no = 1;
        while (NextLeaves.isVoid(voided, no)) {
            no++;
        }
        return first.isEmpty() || first.get(0).no() > no
                ? Optional.empty()
                : Optional.of(new Origin(
                        keys.shop().base(), sale.value(), first.get(0).at()));
    }

    /** Below the base, so that the address of a sale's files is its origin. */
    private static String path(Origin origin) {
        return origin.toString().substring(origin.base().length() + 1);
    }

    /** Each change once. */
    private void tell(SaleId sale, Standing before) {
        Standing now = standings.get(sale);
        boolean isSame = before != null && before.kind() == now.kind() && Objects.equals(before.why(), now.why());
        if (isSame) {
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
                if (before != null && before.kind() != Standing.Kind.FINAL) {
                    LOG.info("certify - goes on (sale={}, size={})", sale, now.size());
                }
            }
        }
    }
}
