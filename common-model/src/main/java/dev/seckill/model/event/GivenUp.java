package dev.seckill.model.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The numbers of one sale's journal that were given up when the sale was rebuilt. An event with such a number is none of the
 * journal, whatever its kind and however late its message comes: the sale went on without it. Whoever follows the journal asks
 * here, so that all leave out the same. Immutable.
 *
 * <p>A RECOVERED may be given up as well, by a later one that did not find it. Then what it says does not count.
 */
public final class GivenUp {

    /** Nothing was given up. */
    public static final GivenUp NONE = new GivenUp(new TreeMap<>());

    /** What each RECOVERED says, by its number, those included that do not count. */
    private final SortedMap<Long, List<NumberRange>> said;

    /** The last number of each range, by its first; no two have a number in common. */
    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    private GivenUp(SortedMap<Long, List<NumberRange>> said) {
        this.said = said;
        TreeMap<Long, List<NumberRange>> newestFirst = new TreeMap<>(said);
        newestFirst.descendingMap().forEach((no, voided) -> {
            if (!has(no)) {
                voided.forEach(this::add);
            }
        });
    }

    private void add(NumberRange range) {
        long first = range.first();
        long last = range.last();
        Map.Entry<Long, Long> other = ranges.floorEntry(last);
        while (other != null && other.getValue() >= first) {
            first = Math.min(first, other.getKey());
            last = Math.max(last, other.getValue());
            ranges.remove(other.getKey());
            other = ranges.floorEntry(last);
        }
        ranges.put(first, last);
    }

    /** What these events of one sale say. */
    public static GivenUp of(Iterable<? extends SaleEvent> events) {
        TreeMap<Long, List<NumberRange>> said = new TreeMap<>();
        for (SaleEvent event : events) {
            if (event instanceof SaleEvent.Recovered recovered) {
                say(said, recovered.no(), recovered.voided());
            }
        }
        return said.isEmpty() ? NONE : new GivenUp(said);
    }

    /** What the event says as well; this itself if that is nothing new. */
    public GivenUp and(SaleEvent event) {
        return event instanceof SaleEvent.Recovered recovered ? and(recovered.no(), recovered.voided()) : this;
    }

    /**
     * The same of a RECOVERED of which no more is at hand.
     *
     * @param no its number
     * @param voided the numbers that it gives up
     */
    public GivenUp and(long no, List<NumberRange> voided) {
        if (said.getOrDefault(no, List.of()).containsAll(voided)) {
            return this;
        }
        TreeMap<Long, List<NumberRange>> more = new TreeMap<>(said);
        say(more, no, voided);
        return new GivenUp(more);
    }

    /** What both say; this itself if that is nothing new. */
    public GivenUp and(GivenUp other) {
        GivenUp all = this;
        for (Map.Entry<Long, List<NumberRange>> more : other.said.entrySet()) {
            all = all.and(more.getKey(), more.getValue());
        }
        return all;
    }

    /** Only somebody else's event has the number of another one and says more. */
    private static void say(SortedMap<Long, List<NumberRange>> said, long no, List<NumberRange> voided) {
        if (!voided.isEmpty()) {
            List<NumberRange> all = new ArrayList<>(said.getOrDefault(no, List.of()));
            voided.stream().filter(range -> !all.contains(range)).forEach(all::add);
            said.put(no, List.copyOf(all));
        }
    }

    /** Whether the number was given up. */
    public boolean has(long no) {
        Map.Entry<Long, Long> range = ranges.floorEntry(no);
        return range != null && range.getValue() >= no;
    }

    /** Whether the event has such a number. One that an older program has logged has none. */
    public boolean has(SaleEvent event) {
        return event.no() != SaleEvent.UNNUMBERED && has(event.no());
    }

    /** Whether nothing was given up. */
    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    /** All of them, ascending, apart from each other. */
    public List<NumberRange> ranges() {
        List<NumberRange> all = new ArrayList<>();
        ranges.forEach((first, last) -> all.add(new NumberRange(first, last)));
        return all;
    }

    /** How many they are. */
    public long count() {
        return ranges().stream().mapToLong(NumberRange::size).sum();
    }

    /** The lowest number from 1 on that was not given up: with it the journal begins. */
    public long firstBeside() {
        long first = 1;
        for (NumberRange range : ranges()) {
            first = range.has(first) ? range.last() + 1 : first;
        }
        return first;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GivenUp that && said.equals(that.said);
    }

    @Override
    public int hashCode() {
        return said.hashCode();
    }

    @Override
    public String toString() {
        return ranges().toString();
    }
}
