package dev.seckill.model.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
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
    private final NavigableMap<Long, List<NumberRange>> said;

    /** Made when it is first asked, as many are only steps on the way to the next one; null before. */
    private volatile NavigableMap<Long, Long> ranges;

    private GivenUp(NavigableMap<Long, List<NumberRange>> said) {
        this.said = said;
    }

    /** The last number of each range, by its first; no two have a number in common, or are to be changed. */
    private NavigableMap<Long, Long> byFirst() {
        NavigableMap<Long, Long> made = ranges;
        if (made == null) {
            made = new TreeMap<>();
            for (Map.Entry<Long, List<NumberRange>> newestFirst :
                    said.descendingMap().entrySet()) {
                if (!has(made, newestFirst.getKey())) {
                    for (NumberRange range : newestFirst.getValue()) {
                        add(made, range);
                    }
                }
            }
            ranges = made;
        }
        return made;
    }

    private static void add(NavigableMap<Long, Long> ranges, NumberRange range) {
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

    private static boolean has(NavigableMap<Long, Long> ranges, long no) {
        Map.Entry<Long, Long> range = ranges.floorEntry(no);
        return range != null && range.getValue() >= no;
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
        return event instanceof SaleEvent.Recovered recovered ? and(Map.of(recovered.no(), recovered.voided())) : this;
    }

    /** What both say; this itself if that is nothing new. */
    public GivenUp and(GivenUp other) {
        return and(other.said);
    }

    /**
     * The same of any number of RECOVERED of which no more is at hand.
     *
     * @param voided the numbers that each gives up, by its own number
     */
    public GivenUp and(Map<Long, List<NumberRange>> voided) {
        TreeMap<Long, List<NumberRange>> more = new TreeMap<>(said);
        voided.forEach((no, ranges) -> say(more, no, ranges));
        return more.equals(said) ? this : new GivenUp(more);
    }

    /** Only somebody else's event has the number of another one and says more. */
    private static void say(NavigableMap<Long, List<NumberRange>> said, long no, List<NumberRange> voided) {
        if (!voided.isEmpty()) {
            List<NumberRange> all = new ArrayList<>(said.getOrDefault(no, List.of()));
            voided.stream().filter(range -> !all.contains(range)).forEach(all::add);
            said.put(no, List.copyOf(all));
        }
    }

    /** Whether the number was given up. */
    public boolean has(long no) {
        return has(byFirst(), no);
    }

    /** Whether the event has such a number. One that an older program has logged has none. */
    public boolean has(SaleEvent event) {
        return event.no() != SaleEvent.UNNUMBERED && has(event.no());
    }

    /** Whether nothing was given up. */
    public boolean isEmpty() {
        return said.isEmpty();
    }

    /** All of them, ascending, apart from each other. */
    public List<NumberRange> ranges() {
        List<NumberRange> all = new ArrayList<>();
        byFirst().forEach((first, last) -> all.add(new NumberRange(first, last)));
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
