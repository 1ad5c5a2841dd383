package dev.seckill.proof.verdict;

import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.text.Certificate;
import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.text.Figures;
import dev.seckill.proof.text.LeafKind;
import dev.seckill.proof.text.Origin;
import dev.seckill.proof.verdict.Violation.Equation;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Follows the leaves of one sale from the first to the last, in constant memory, and tells the first equation that does not
 * hold. Not thread-safe.
 */
public final class Equations {

    private final Origin origin;
    private Violation violation;
    private long size;
    private long left;
    /** Of all events that stand, together. */
    private long units;

    private boolean isBehindVoid;
    /** Whether a number was given up and the sale not rebuilt since: until then nobody knows what was lost with it. */
    private boolean isOpen;

    private long lastSeq;
    /** Since the last order: so many orders may be among them. */
    private long voidsSinceOrder;
    /** An older program had numbered orders before the journal began. */
    private boolean beganOlder;

    private long closed;
    private long lastSold;
    private long allotment;
    private long accepted;
    private long released;
    private long confirmed;
    private long voids;
    private Instant first;
    private Instant last;

    public Equations(Origin origin) {
        this.origin = Objects.requireNonNull(origin, "origin");
    }

    /**
     * Takes what the next leaf holds, whatever it is.
     *
     * @return the event; null if it is none
     */
    public EventLeaf take(byte[] content) {
        EventLeaf leaf;
        try {
            leaf = EventLeaf.parse(content);
        } catch (BadTextException e) {
            size++;
            violate(Equation.E3, "it is no event: " + e.getMessage());
            return null;
        }
        take(leaf);
        return leaf;
    }

    /** Takes the next leaf. */
    public void take(EventLeaf leaf) {
        size++;
        if (!leaf.origin().equals(origin)) {
            violate(Equation.E3, "it is of " + leaf.origin());
        }
        if (leaf.no() != size) {
            violate(Equation.E3, "it has the number " + leaf.no());
        }
        try {
            if (leaf.isVoid()) {
                takeVoid();
            } else {
                takeEvent(leaf);
            }
        } catch (ArithmeticException e) {
            violate(Equation.E1, "units are more than can be counted");
        }
    }

    private void takeVoid() {
        voids++;
        voidsSinceOrder++;
        isBehindVoid = true;
        isOpen = true;
    }

    private void takeEvent(EventLeaf leaf) {
        units = Math.addExact(units, leaf.units());
        if (leaf.kind() == LeafKind.RECOVERED) {
            beganOlder |= size == 1;
            isOpen = false;
            require(
                    leaf.left() == units,
                    Equation.E1,
                    "left " + leaf.left() + ", but all units up to it make " + units);
        } else if (!isBehindVoid) {
            long expected = Math.addExact(left, leaf.units());
            require(
                    leaf.left() == expected,
                    Equation.E1,
                    "left " + leaf.left() + ", but " + left + " before it and " + leaf.units() + " units make "
                            + expected);
        }
        require(leaf.left() >= 0, Equation.E2, "left " + leaf.left());
        isBehindVoid = false;
        left = leaf.left();
        first = first == null ? leaf.at() : first;
        last = leaf.at();
        switch (leaf.kind()) {
            case ACCEPTED -> takeOrder(leaf);
            case RELEASED -> released = Math.addExact(released, leaf.units());
            case RESTOCKED -> allotment = Math.addExact(allotment, leaf.units());
            case CONFIRMED -> confirmed++;
            case CLOSED -> closed = size;
            default -> {} // has no figure of its own
        }
    }

    private void takeOrder(EventLeaf leaf) {
        accepted = Math.subtractExact(accepted, leaf.units());
        boolean isFirst = lastSold == 0;
        long skipped = leaf.seq() - lastSeq - 1;
        require(
                skipped >= 0 && (skipped <= voidsSinceOrder || isFirst && beganOlder),
                Equation.E3,
                "order " + leaf.seq() + " behind order " + lastSeq + ", with " + voidsSinceOrder + " numbers given up");
        lastSeq = leaf.seq();
        lastSold = size;
        voidsSinceOrder = 0;
    }

    private void require(boolean holds, Equation equation, String what) {
        if (!holds) {
            violate(equation, what);
        }
    }

    private void violate(Equation equation, String what) {
        if (violation == null) {
            violation = new Violation(equation, size, what);
        }
    }

    /** The first equation that does not hold of the leaves so far. */
    public Optional<Violation> violation() {
        return Optional.ofNullable(violation);
    }

    /** The same, of the leaves and of what a certificate says of them. Its root is for the tree to hold. */
    public Optional<Violation> violation(Certificate certificate) {
        if (violation != null) {
            return violation();
        }
        if (certificate.size() != size || !certificate.origin().equals(origin)) {
            return ofAll(
                    Equation.E4, "the certificate is of " + certificate.size() + " events of " + certificate.origin());
        }
        Figures figures = figures();
        if (!certificate.figures().equals(figures)) {
            return ofAll(Equation.E4, "the certificate says " + certificate.figures() + ", the leaves " + figures);
        }
        return certificate.isFinal() ? violationOfTheEnd() : Optional.empty();
    }

    private Optional<Violation> violationOfTheEnd() {
        if (closed == 0) {
            return ofAll(Equation.E5, "the certificate is final, but the sale was not closed");
        }
        if (lastSold > closed) {
            return ofAll(Equation.E5, "closed by event " + closed + ", but event " + lastSold + " sold more");
        }
        if (isOpen) {
            return ofAll(Equation.E5, "the certificate is final, but nothing tells what was lost");
        }
        return Optional.empty();
    }

    /** What a certificate shows without its leaves: once nothing is open, its figures add up, and nothing is given back twice. */
    public static Optional<Violation> violationIn(Certificate certificate) {
        Figures figures = certificate.figures();
        boolean mayBeOpen = !certificate.isFinal() && figures.voids() > 0;
        if (!mayBeOpen && !addsUp(figures)) {
            return Optional.of(new Violation(
                    Equation.E4,
                    certificate.size(),
                    "allotment " + figures.allotment() + ", but " + figures.left() + " left, " + figures.accepted()
                            + " accepted and " + figures.released() + " released"));
        }
        // The acceptance of what was given back may have been given up.
        if (figures.voids() == 0 && figures.released() > figures.accepted()) {
            return Optional.of(new Violation(
                    Equation.E6,
                    certificate.size(),
                    figures.released() + " released, but " + figures.accepted() + " accepted"));
        }
        return Optional.empty();
    }

    private static boolean addsUp(Figures figures) {
        try {
            return figures.left() >= 0
                    && figures.allotment()
                            == Math.subtractExact(
                                    Math.addExact(figures.left(), figures.accepted()), figures.released());
        } catch (ArithmeticException e) {
            return false;
        }
    }

    private Optional<Violation> ofAll(Equation equation, String what) {
        return Optional.of(new Violation(equation, size, what));
    }

    /** Why figures that do not add up show nothing; empty if they add up. */
    static Optional<String> doubtIn(Certificate certificate) {
        return addsUp(certificate.figures())
                ? Optional.empty()
                : Optional.of("the figures of " + certificate.size()
                        + " events do not, as can be while numbers are given up and the sale is not rebuilt");
    }

    /** Whether a number was given up and the sale not rebuilt since, so that what was sold meanwhile was not counted yet. */
    boolean isOpen() {
        return isOpen;
    }

    /** Leaves so far. */
    public long size() {
        return size;
    }

    /** What the leaves so far add up to. */
    public Figures figures() {
        return new Figures(allotment, accepted, released, confirmed, voids, left, first, last);
    }
}
