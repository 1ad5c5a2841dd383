package dev.seckill.api.sale;

import dev.seckill.model.event.OrderState;
import dev.seckill.model.event.SaleEvent;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the events of one order come to, in whatever order and however often they are read: {@code recover} keeps it while it
 * goes through the log. An event that contradicts the others counts such that no unit can be sold twice. Of an order that was
 * extended many times only the newest extension is kept. Not thread-safe.
 */
public final class OrderTrail {

    /** What the text of a trail begins with, and no {@link OrderRecord} does: one whose acceptance was read, if any was. */
    private static final char READ = '?';

    /** The same of one whose beginning is only remembered. */
    private static final char REMEMBERED = '!';

    private OrderRecord begin;
    private boolean remembered;
    private TrailStep extended;
    private TrailStep confirmed;
    private TrailStep released;
    private TrailStep releasedAgain;
    private TrailStep late;

    /** Whether a text is one of {@link #toString}, and not what a sale remembers of an order. */
    public static boolean isTrail(String text) {
        return !text.isEmpty() && (text.charAt(0) == READ || text.charAt(0) == REMEMBERED);
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException if it is no such text
     */
    public static OrderTrail parse(String text) {
        int end = text.indexOf('\n');
        if (!isTrail(text) || end < 0) {
            throw new IllegalArgumentException("not what was read of an order");
        }
        OrderTrail trail = new OrderTrail();
        trail.remembered = text.charAt(0) == REMEMBERED;
        String steps = text.substring(1, end);
        if (!steps.isEmpty()) {
            for (String step : steps.split(";")) {
                trail.add(TrailStep.parse(step));
            }
        }
        if (end + 1 < text.length()) {
            trail.begin = OrderRecord.parse(text.substring(end + 1));
        }
        return trail;
    }

    /**
     * Takes an event of the order.
     *
     * @param epoch the rebuild after which it was decided, in milliseconds since 1970; 0 if there was none
     */
    public void add(SaleEvent.OfOrder event, long epoch) {
        if (event instanceof SaleEvent.Accepted accepted) {
            begin = OrderRecord.of(accepted, epoch);
            remembered = false;
        } else {
            add(TrailStep.of(event, epoch));
        }
    }

    /** What Redis remembers of it, for a log that has lost the order's beginning; the log knows better where it has that. */
    public void remembers(OrderRecord order) {
        if (begin == null) {
            begin = order;
            remembered = true;
        }
    }

    /** This one, with what another one of the same order has. */
    public OrderTrail and(OrderTrail other) {
        other.steps().forEach(this::add);
        if (other.begin != null && (begin == null || remembered)) {
            begin = other.begin;
            remembered = other.remembered;
        }
        return this;
    }

    private void add(TrailStep step) {
        switch (step.kind()) {
            case EXTENDED -> extended = TrailStep.later(extended, step);
            case CONFIRMED -> confirmed = TrailStep.later(confirmed, step);
            case LATE -> late = TrailStep.later(late, step);
            default -> {
                if (released == null || released.no() == step.no()) {
                    released = step;
                    return;
                }
                releasedAgain = TrailStep.later(releasedAgain, TrailStep.later(released, step));
                released = step.no() < released.no() ? step : released;
            }
        }
    }

    /** Whether the order's acceptance was read, so that its units count among those sold. */
    public boolean isAccepted() {
        return begin != null && !remembered;
    }

    /** Whether units could still come back of an order of which nothing is read that is newer than what is remembered. */
    public boolean mayHaveEndedUnseen() {
        return remembered
                && steps().noneMatch(this::counts)
                && (begin.state() == OrderState.HELD || begin.state() == OrderState.CONFIRMED && begin.cancellable());
    }

    /** What the order is like after all that, or nothing: nothing tells of its acceptance, or that something may become of it. */
    public Optional<OrderRecord> outcome() {
        if (begin == null) {
            return Optional.empty();
        }
        long last = Stream.concat(Stream.of(begin.no()), steps().map(TrailStep::no))
                .max(Long::compare)
                .get();
        OrderState state = state();
        TrailStep end = state == OrderState.RELEASED ? released : state == OrderState.CONFIRMED ? confirmed : null;
        return Optional.of(new OrderRecord(
                state,
                last,
                epochOf(last),
                end == null ? begin.at() : end.at(),
                begin.quantity(),
                begin.decidedAt(),
                state == OrderState.HELD ? heldUntil() : null,
                begin.isNew() && last == begin.no(),
                begin.cancellable(),
                begin.expired() || state == OrderState.RELEASED && isExpired(),
                begin.late() || late != null,
                begin.buyer()));
    }

    private OrderState state() {
        if (counts(released) && !isOutweighed()) {
            return OrderState.RELEASED;
        }
        if (begin.state() == OrderState.RELEASED) {
            return OrderState.RELEASED;
        }
        if (isLateWithoutRelease()) {
            return OrderState.HELD;
        }
        return counts(confirmed) ? OrderState.CONFIRMED : begin.state();
    }

    /** What is remembered of an order knows of every event up to its own number. */
    private boolean counts(TrailStep step) {
        return step != null && (!remembered || step.no() > begin.no());
    }

    /**
     * Whether the order has its units all the same: something later says so, or it was sold for good. Such a log contradicts
     * itself, and a unit that stays unsold can be put on sale again.
     */
    private boolean isOutweighed() {
        boolean isSold = counts(confirmed) || begin.state() == OrderState.CONFIRMED;
        return isSold && (isExpired() || !begin.cancellable())
                || counts(confirmed) && confirmed.no() > released.no()
                || counts(extended) && extended.no() > released.no();
    }

    private boolean isExpired() {
        return released != null && released.kind() == TrailStep.Kind.EXPIRED;
    }

    /** The shop was told to refund it, so it had given its units back; they do so again, as soon as anybody looks. */
    private boolean isLateWithoutRelease() {
        return counts(late)
                && !counts(released)
                && begin.state() != OrderState.RELEASED
                && (confirmed == null || confirmed.no() < late.no());
    }

    private Instant heldUntil() {
        Instant until = begin.heldUntil() == null ? begin.at() : begin.heldUntil();
        if (counts(extended)) {
            until = extended.heldUntil();
        }
        return isLateWithoutRelease() && late.at().isBefore(until) ? late.at() : until;
    }

    private long epochOf(long no) {
        return steps().filter(step -> step.no() == no)
                .map(TrailStep::epoch)
                .findFirst()
                .orElse(begin.epoch());
    }

    private Stream<TrailStep> steps() {
        return Stream.of(
                        Optional.ofNullable(extended),
                        Optional.ofNullable(confirmed),
                        Optional.ofNullable(released),
                        Optional.ofNullable(releasedAgain),
                        Optional.ofNullable(late))
                .flatMap(Optional::stream);
    }

    /** Why an event of it does not count as it stands, or nothing. */
    public Optional<String> contradiction() {
        if (begin == null) {
            return Optional.of("nothing accepts it, or lets it change");
        }
        if (releasedAgain != null && counts(releasedAgain)) {
            return Optional.of("no " + released.no() + " and no " + releasedAgain.no() + " release it");
        }
        if (!counts(released)) {
            return Optional.empty();
        }
        if (isOutweighed()) {
            return Optional.of("no " + released.no() + " releases it, though it has its units by another event");
        }
        return released.figure() == begin.quantity()
                ? Optional.empty()
                : Optional.of(
                        "no " + released.no() + " gives back " + released.figure() + " units of " + begin.quantity());
    }

    /** The text: what was read since the beginning, {@code ;} between, and after a line feed the beginning. */
    @Override
    public String toString() {
        return (remembered ? REMEMBERED : READ)
                + steps().map(TrailStep::toString).collect(Collectors.joining(";"))
                + "\n"
                + (begin == null ? "" : begin);
    }
}
