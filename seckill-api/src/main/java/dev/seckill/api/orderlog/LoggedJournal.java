package dev.seckill.api.orderlog;

import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.NumberRange;
import dev.seckill.model.event.SaleEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The journal of one sale as far as the order log tells it: which numbers have an event, and how the units of those add up.
 * Takes a bit of each number, so a forged one costs no more than a run of them. Not thread-safe.
 */
final class LoggedJournal {

    /** Numbers of one run. */
    private static final int RUN = 4096;

    private static final int RUN_BYTES = RUN / Byte.SIZE + 128;

    /** Heap that the fingerprint of an event, or a range, takes with its share of the map. */
    private static final int OTHER_BYTES = 128;

    private final HeapShare ofRuns;
    private final HeapShare ofOthers;
    private final Map<Long, long[]> runs = new HashMap<>();
    /** Events that are no orders, to tell one that comes again from another with its number. */
    private final Map<Long, UUID> others = new HashMap<>();

    private final List<NumberRange> givenUp = new ArrayList<>();
    private final List<NumberRange> givenUpSeqs = new ArrayList<>();
    private LoggedEvent newest;
    private SaleEvent.SaleChanged rules;
    private LoggedEvent rival;
    private long events;
    private long units;

    /** @param bytesMax heap that the numbers may take, and once more what is no order */
    LoggedJournal(long bytesMax) {
        this(new HeapShare(bytesMax), new HeapShare(bytesMax));
    }

    /**
     * One of several that share the heap.
     *
     * @param ofRuns what the numbers may take
     * @param ofOthers what is kept of events that are no orders
     */
    LoggedJournal(HeapShare ofRuns, HeapShare ofOthers) {
        this.ofRuns = ofRuns;
        this.ofOthers = ofOthers;
    }

    /** Whether another event can be added, one of that number. */
    boolean hasRoomFor(long no) {
        return (runs.containsKey(no / RUN) || ofRuns.has(RUN_BYTES)) && ofOthers.has(OTHER_BYTES);
    }

    /** Whether an event has that number. */
    boolean has(long no) {
        long[] run = runs.get(no / RUN);
        return run != null && (run[word(no)] & bit(no)) != 0;
    }

    /**
     * Takes an event, and an order only once. One that an older program has logged has no number, and is none of the
     * journal.
     */
    void add(LoggedEvent logged) {
        SaleEvent event = logged.event();
        if (event.no() == SaleEvent.UNNUMBERED) {
            return;
        }
        UUID fingerprint = event instanceof SaleEvent.Accepted ? null : fingerprint(event);
        if (has(event.no())) {
            if (fingerprint != null && fingerprint.equals(others.get(event.no()))) {
                return;
            }
            rival = rival == null ? logged : rival;
            return;
        }
        runs.computeIfAbsent(event.no() / RUN, this::newRun)[word(event.no())] |= bit(event.no());
        if (fingerprint != null) {
            others.put(event.no(), fingerprint);
            ofOthers.take(OTHER_BYTES);
        }
        events++;
        units += event.units();
        if (event instanceof SaleEvent.Recovered recovered) {
            givenUp.addAll(recovered.voided());
            givenUpSeqs.addAll(recovered.voidedSeqs());
            ofOthers.take((recovered.voided().size() + recovered.voidedSeqs().size()) * (long) OTHER_BYTES);
        }
        if (event instanceof SaleEvent.SaleChanged changed && (rules == null || changed.no() > rules.no())) {
            rules = changed;
        }
        if (newest == null || event.no() > newest.event().no()) {
            newest = logged;
        }
    }

    private long[] newRun(long first) {
        ofRuns.take(RUN_BYTES);
        return new long[RUN / Long.SIZE];
    }

    /** Whether it was this event, which is no order, that was added under its number. */
    boolean has(SaleEvent event) {
        return fingerprint(event).equals(others.get(event.no()));
    }

    private static UUID fingerprint(SaleEvent event) {
        return UUID.nameUUIDFromBytes(EventCodec.encode(event));
    }

    private static int word(long no) {
        return (int) (no % RUN) / Long.SIZE;
    }

    private static long bit(long no) {
        return 1L << no % Long.SIZE;
    }

    /** Events that have a number. */
    long events() {
        return events;
    }

    /** The units of all of them together. */
    long units() {
        return units;
    }

    /** The event with the highest number, or null. */
    LoggedEvent newest() {
        return newest;
    }

    /** The event with the highest number that tells of the sale's rules, in whatever order they were read; or null. */
    SaleEvent.SaleChanged rules() {
        return rules;
    }

    /** The first event that was read whose number another event had, or null. */
    LoggedEvent rival() {
        return rival;
    }

    /** Numbers that earlier recovers have given up, as far as they told. */
    long givenUp() {
        return givenUp.stream().mapToLong(NumberRange::size).sum();
    }

    /** The numbers up to the highest that no event has, and that no earlier recover has given up. */
    List<NumberRange> missing(long highest) {
        Gaps gaps = new Gaps();
        runs.keySet().stream().sorted().forEach(run -> {
            for (long no = run * RUN; no < (run + 1) * RUN && no <= highest; no++) {
                if (has(no)) {
                    gaps.has(no);
                }
            }
        });
        return gaps.upTo(highest, givenUp);
    }

    /** Numbers of orders that earlier recovers have given up, as far as they told. */
    List<NumberRange> givenUpSeqs() {
        return givenUpSeqs;
    }
}
