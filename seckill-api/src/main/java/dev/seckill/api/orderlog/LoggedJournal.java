package dev.seckill.api.orderlog;

import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.GivenUp;
import dev.seckill.model.event.NumberRange;
import dev.seckill.model.event.SaleEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;

/**
 * The journal of one sale as far as the order log tells it: which numbers have an event, and how the units of those add up.
 * Takes a bit of each number, so a forged one costs no more than a run of them; and what {@link OrderChanges} takes, in a sale
 * whose orders change. Not thread-safe.
 *
 * <p>An event that an earlier recover has given up and that was delivered all the same is left out, whatever its kind. If it is
 * read before that recover's own event, it is counted by then: so all has to be read once more, see {@link #isOutdated}.
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
    /** Events about no order, to tell one that comes again from another with its number. */
    private final Map<Long, UUID> others = new HashMap<>();

    private final OrderChanges changes;

    private GivenUp givenUp = GivenUp.NONE;
    private final List<NumberRange> givenUpSeqs = new ArrayList<>();
    private LoggedEvent newest;
    private SaleEvent.SaleChanged rules;
    private LoggedEvent rival;
    private long events;
    private long units;
    private boolean outdated;

    /** @param bytesMax heap that the numbers may take, once more what is no order, and once more what changes orders */
    LoggedJournal(long bytesMax) {
        this(new HeapShare(bytesMax), new HeapShare(bytesMax), new HeapShare(bytesMax));
    }

    /**
     * One of several that share the heap.
     *
     * @param ofRuns what the numbers may take
     * @param ofOthers what is kept of events about no order
     * @param ofChanges what is kept of events that change orders
     */
    LoggedJournal(HeapShare ofRuns, HeapShare ofOthers, HeapShare ofChanges) {
        this.ofRuns = ofRuns;
        this.ofOthers = ofOthers;
        this.changes = new OrderChanges(ofChanges);
    }

    /** Whether another event can be added, one of that number. */
    boolean hasRoomFor(SaleEvent event) {
        return (runs.containsKey(event.no() / RUN) || ofRuns.has(RUN_BYTES))
                && ofOthers.has(OTHER_BYTES)
                && (!isChange(event) || changes.hasRoomFor(event.no()));
    }

    private static boolean isChange(SaleEvent event) {
        return event instanceof SaleEvent.OfOrder && !(event instanceof SaleEvent.Accepted);
    }

    /** Whether the event is none of the journal: an earlier recover has given its number up. */
    boolean leavesOut(SaleEvent event) {
        return givenUp.has(event);
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
        if (event.no() == SaleEvent.UNNUMBERED || leavesOut(event)) {
            return;
        }
        if (has(event.no())) {
            if (event instanceof SaleEvent.Accepted || !has(event)) {
                rival = rival == null ? logged : rival;
            }
            return;
        }
        runs.computeIfAbsent(event.no() / RUN, this::newRun)[word(event.no())] |= bit(event.no());
        events++;
        units += keep(event);
        if (event instanceof SaleEvent.Recovered recovered) {
            giveUp(recovered);
        }
        if (event instanceof SaleEvent.SaleChanged changed && (rules == null || changed.no() > rules.no())) {
            rules = changed;
        }
        if (newest == null || event.no() > newest.event().no()) {
            newest = logged;
        }
    }

    /** Keeps what tells the event from another; returns its units. */
    private long keep(SaleEvent event) {
        if (isChange(event)) {
            return changes.add((SaleEvent.OfOrder) event);
        }
        if (!(event instanceof SaleEvent.Accepted)) {
            boolean isNew = others.put(event.no(), fingerprint(event)) == null;
            ofOthers.take(isNew ? OTHER_BYTES : 0);
        }
        return event.units();
    }

    private void giveUp(SaleEvent.Recovered recovered) {
        GivenUp before = givenUp;
        givenUp = before.and(recovered);
        givenUpSeqs.addAll(recovered.voidedSeqs());
        if (givenUp != before) {
            ofOthers.take((recovered.voided().size() + recovered.voidedSeqs().size()) * (long) OTHER_BYTES);
        }
        outdated |= hasAny(recovered.voided());
    }

    /** Whether any event has one of these numbers. */
    boolean hasAny(List<NumberRange> ranges) {
        return ranges.stream()
                .anyMatch(range -> runs.keySet().stream()
                        .anyMatch(run -> hasAny(
                                Math.max(range.first(), run * RUN), Math.min(range.last(), (run + 1) * RUN - 1))));
    }

    private boolean hasAny(long first, long last) {
        return LongStream.rangeClosed(first, last).anyMatch(this::has);
    }

    /** Whether an event was taken before it was told that its number was given up. */
    boolean isOutdated() {
        return outdated;
    }

    /** Forgets all but which numbers were given up, so that all can be read once more. The heap stays taken. */
    void forget() {
        runs.values().forEach(run -> Arrays.fill(run, 0));
        changes.forget();
        givenUpSeqs.clear();
        newest = null;
        rules = null;
        rival = null;
        events = 0;
        units = 0;
        outdated = false;
    }

    private long[] newRun(long first) {
        ofRuns.take(RUN_BYTES);
        return new long[RUN / Long.SIZE];
    }

    /** Whether it was this event, which is no order, that was added under its number. */
    boolean has(SaleEvent event) {
        if (!has(event.no())) {
            return false;
        }
        return isChange(event)
                ? changes.has((SaleEvent.OfOrder) event)
                : fingerprint(event).equals(others.get(event.no()));
    }

    /** Whether any event changes an order. */
    boolean hasChanges() {
        return !changes.isEmpty();
    }

    /** Units that went back to the sale from its orders. */
    long released() {
        return changes.released();
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
        return givenUp.count();
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
        return gaps.upTo(highest, givenUp.ranges());
    }

    /** Numbers of orders that earlier recovers have given up, as far as they told. */
    List<NumberRange> givenUpSeqs() {
        return givenUpSeqs;
    }
}
