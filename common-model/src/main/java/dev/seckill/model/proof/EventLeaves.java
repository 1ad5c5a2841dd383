package dev.seckill.model.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.model.BuyerId;
import dev.seckill.model.event.EventDetail;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.event.SaleEvent.SaleChanged.Change;
import dev.seckill.proof.text.Blind;
import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.text.LeafKind;
import dev.seckill.proof.text.Origin;
import dev.seckill.proof.text.Salt;
import dev.seckill.proof.tree.Hash;
import java.util.Objects;

/**
 * The leaves of one sale's events. A leaf follows from the event, its epoch, the sale's origin and its blind alone, so that a
 * tree that is built from the order log again is the same, byte for byte. Thread-safe.
 */
public final class EventLeaves {

    private final Origin origin;
    private final Blind blind;

    /** @param blind the secret of the same origin */
    public EventLeaves(Origin origin, Blind blind) {
        this.origin = Objects.requireNonNull(origin, "origin");
        this.blind = Objects.requireNonNull(blind, "blind");
    }

    /**
     * The leaf of an event.
     *
     * @param epoch of the newest RECOVERED that has a lower number; 0 if none has
     * @throws IllegalArgumentException if the event is of another sale, or has no number
     */
    public EventLeaf leaf(SaleEvent event, long epoch) {
        if (!event.sale().value().equals(origin.sale()) || event.no() == SaleEvent.UNNUMBERED) {
            throw new IllegalArgumentException(
                    "no leaf of " + origin + " is event " + event.no() + " of " + event.sale());
        }
        SaleEvent.Accepted accepted = event instanceof SaleEvent.Accepted order ? order : null;
        return new EventLeaf(
                origin,
                event.no(),
                kind(event),
                event.at(),
                epochAfter(event, epoch),
                event.units(),
                event.left(),
                accepted == null ? EventLeaf.NO_SEQ : accepted.order().seq(),
                accepted == null ? null : accepted.order().item(),
                event instanceof SaleEvent.OfOrder ofOrder ? holder(ofOrder) : null,
                detail(event));
    }

    /** The epoch of the events that come after this one. */
    public static long epochAfter(SaleEvent event, long before) {
        return event instanceof SaleEvent.Recovered recovered ? recovered.epoch() : before;
    }

    /** The leaf of a number that a RECOVERED gave up, whether or not an event of that number came later. */
    public EventLeaf ofVoid(long no) {
        return EventLeaf.ofVoid(origin, no);
    }

    /** What opens the leaves of an order. */
    public Salt salt(SaleEvent.OfOrder event) {
        return blind.salt(event.orderId().toString());
    }

    private static LeafKind kind(SaleEvent event) {
        return switch (event.kind()) {
            case ACCEPTED -> LeafKind.ACCEPTED;
            case CONFIRMED -> LeafKind.CONFIRMED;
            case RELEASED -> LeafKind.RELEASED;
            case LATE -> LeafKind.LATE;
            case EXTENDED -> LeafKind.EXTENDED;
            case RESTOCKED -> LeafKind.RESTOCKED;
            case SALE_CHANGED ->
                ((SaleEvent.SaleChanged) event).change() == Change.CLOSED ? LeafKind.CLOSED : LeafKind.SALE_CHANGED;
            case RECOVERED -> LeafKind.RECOVERED;
        };
    }

    private Hash holder(SaleEvent.OfOrder event) {
        BuyerId buyer = event instanceof SaleEvent.Accepted accepted
                ? accepted.order().buyer()
                : event instanceof SaleEvent.Released released ? released.buyer() : null;
        return salt(event).holder(event.orderId().toString(), buyer == null ? null : buyer.value());
    }

    /** As our own writer writes it: MySQL keeps JSON in another form. */
    private Hash detail(SaleEvent event) {
        String json = EventDetail.of(event);
        if (json == null) {
            return null;
        }
        return event instanceof SaleEvent.OfOrder ofOrder
                ? salt(ofOrder).detail(json)
                : Hash.ofBytes(json.getBytes(UTF_8));
    }
}
