package dev.seckill.model.event;

import com.fasterxml.jackson.core.JsonParser;
import dev.seckill.model.BuyerId;
import dev.seckill.model.ForeignText;
import dev.seckill.model.Order;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.model.UndecodableOrderException;
import dev.seckill.model.event.SaleEvent.Released.Reason;
import dev.seckill.model.event.SaleEvent.SaleChanged.Change;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one message field by field, without a tree of nodes in between: the consumer, and an API that looks through the order
 * log, do this for every order there is. Used once.
 */
final class EventReader {

    private final FieldReader json;
    private String kind;
    private Long no;
    private String orderId;
    private String sale;
    private Long seq;
    private String buyer;
    private boolean hasBuyer;
    private String item;
    private Long quantity;
    private Long left;
    private String decidedAt;
    private String at;
    private Long units;
    private String by;
    private String change;
    private String state;
    private SaleDefinition definition;
    private Long epoch;
    private List<NumberRange> voided;
    private List<NumberRange> voidedSeqs;
    private String heldUntil;
    private boolean cancellable;
    private String reason;
    private long after = SaleEvent.OfOrder.UNKNOWN;

    EventReader(JsonParser json) {
        this.json = new FieldReader(json);
    }

    /**
     * The event of a message that holds nothing else.
     *
     * @throws IOException if it is not JSON
     * @throws UndecodableOrderException if a field is missing or of another type, or the kind is not known
     * @throws IllegalArgumentException if a field breaks a rule
     */
    SaleEvent read() throws IOException {
        json.readObject(this::readField);
        json.requireEnd();
        return event();
    }

    private void readField(String field) throws IOException {
        switch (field) {
            case "orderId" -> orderId = json.text(field);
            case "sale" -> sale = json.text(field);
            case "seq" -> seq = json.number(field);
            case "buyer" -> {
                hasBuyer = true;
                buyer = json.textOrNull(field);
            }
            case "item" -> item = json.text(field);
            case "quantity" -> quantity = json.number(field);
            case "left" -> left = json.number(field);
            case "decidedAt" -> decidedAt = json.text(field);
            case "kind" -> kind = json.text(field);
            case "no" -> no = json.number(field);
            default -> readRareField(field);
        }
    }

    /** Fields that orders do not have. */
    private void readRareField(String field) throws IOException {
        switch (field) {
            case "at" -> at = json.text(field);
            case "units" -> units = json.number(field);
            case "by" -> by = json.text(field);
            case "change" -> change = json.text(field);
            case "state" -> state = json.text(field);
            case "definition" -> definition = new DefinitionReader(json).read();
            case "epoch" -> epoch = json.number(field);
            case "voided" -> voided = ranges(field);
            case "voidedSeqs" -> voidedSeqs = ranges(field);
            case "heldUntil" -> heldUntil = json.text(field);
            case "cancellable" -> cancellable = json.bool(field);
            case "reason" -> reason = json.text(field);
            case "after" -> after = json.number(field);
            default -> json.skip();
        }
    }

    private List<NumberRange> ranges(String field) throws IOException {
        List<NumberRange> ranges = new ArrayList<>();
        json.readArray(field, () -> {
            List<Long> ends = new ArrayList<>();
            json.readArray(field, () -> ends.add(json.number(field)));
            if (ends.size() != 2) {
                throw new UndecodableOrderException("field " + field + " must hold pairs of numbers");
            }
            ranges.add(new NumberRange(ends.get(0), ends.get(1)));
        });
        return ranges;
    }

    private SaleEvent event() {
        if (kind == null) {
            return accepted(SaleEvent.UNNUMBERED);
        }
        long number = present("no", no);
        if (number < 1) {
            throw new UndecodableOrderException("no must be at least 1, but was: " + number);
        }
        return switch (oneOf("kind", Kind.values(), kind)) {
            case ACCEPTED -> accepted(number);
            case CONFIRMED ->
                new SaleEvent.Confirmed(
                        saleId(), number, orderId(), present("left", left), time(), present("by", by), after);
            case RELEASED ->
                new SaleEvent.Released(
                        saleId(),
                        number,
                        orderId(),
                        buyer(),
                        present("units", units),
                        present("left", left),
                        time(),
                        present("by", by),
                        oneOf("reason", Reason.values(), reason),
                        after);
            case LATE ->
                new SaleEvent.Late(
                        saleId(), number, orderId(), present("left", left), time(), present("by", by), after);
            case EXTENDED ->
                new SaleEvent.Extended(
                        saleId(),
                        number,
                        orderId(),
                        Instant.parse(present("heldUntil", heldUntil)),
                        present("left", left),
                        time(),
                        present("by", by),
                        after);
            case RESTOCKED ->
                new SaleEvent.Restocked(
                        saleId(), number, present("units", units), present("left", left), time(), present("by", by));
            case SALE_CHANGED ->
                new SaleEvent.SaleChanged(
                        saleId(),
                        number,
                        present("left", left),
                        time(),
                        present("by", by),
                        oneOf("change", Change.values(), change),
                        present("definition", definition),
                        oneOf("state", SalePhase.values(), state));
            case RECOVERED ->
                new SaleEvent.Recovered(
                        saleId(),
                        number,
                        present("left", left),
                        time(),
                        present("epoch", epoch),
                        present("voided", voided),
                        present("voidedSeqs", voidedSeqs));
        };
    }

    private SaleEvent accepted(long number) {
        return new SaleEvent.Accepted(
                number,
                new Order(
                        orderId(),
                        saleId(),
                        present("seq", seq),
                        buyer(),
                        present("item", item),
                        Math.toIntExact(present("quantity", quantity)),
                        present("left", left),
                        Instant.parse(present("decidedAt", decidedAt))),
                heldUntil == null ? null : Instant.parse(heldUntil),
                cancellable);
    }

    private OrderId orderId() {
        return OrderId.parse(present("orderId", orderId));
    }

    private BuyerId buyer() {
        if (!hasBuyer) {
            throw new UndecodableOrderException("field buyer must be a string or null");
        }
        return buyer == null ? null : new BuyerId(buyer);
    }

    private SaleId saleId() {
        return new SaleId(present("sale", sale));
    }

    private Instant time() {
        return Instant.parse(present("at", at));
    }

    private static <E extends Enum<E>> E oneOf(String field, E[] known, String text) {
        for (E value : known) {
            if (value.name().equals(present(field, text))) {
                return value;
            }
        }
        throw new UndecodableOrderException(
                "field " + field + " is not known to this version: " + ForeignText.shown(text));
    }

    private static <T> T present(String field, T value) {
        return FieldReader.present(field, value);
    }
}
