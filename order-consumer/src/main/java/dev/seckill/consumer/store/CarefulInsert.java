package dev.seckill.consumer.store;

import dev.seckill.consumer.store.Refusal.Cause;
import dev.seckill.model.Order;
import dev.seckill.model.OrderId;
import dev.seckill.model.event.SaleEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Stores a batch of which MySQL refuses at least one row, or the journal a number, within the caller's transaction: drops what the book has,
 * inserts the rest, and halves a part that is refused until the refused event stands alone. Events go in by their order in
 * the batch, so of two that exclude each other the first one is stored.
 */
final class CarefulInsert {

    private final Connection connection;
    private final List<? extends SaleEvent> events;
    private final GivenUpNumbers givenUp;
    private final List<Refusal> refusals = new ArrayList<>();
    private int stored;
    private int duplicate;

    CarefulInsert(Connection connection, List<? extends SaleEvent> events, GivenUpNumbers givenUp) {
        this.connection = connection;
        this.events = events;
        this.givenUp = givenUp;
    }

    StoreOutcome run() throws SQLException {
        OrderProjection projection = new OrderProjection(connection, OrderLives.of(events));
        projection.lock();
        Map<OrderId, BookedOrder> orders = OrderRows.find(
                connection,
                events.stream()
                        .map(CarefulInsert::orderIdOf)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList());
        Map<EventKey, StoredEvent> journal = EventRows.find(
                connection,
                events.stream()
                        .filter(CarefulInsert::isNumbered)
                        .map(EventKey::of)
                        .distinct()
                        .toList());
        List<MissingRows> absent = new ArrayList<>();
        List<Integer> repeats = new ArrayList<>();
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < events.size(); i++) {
            SaleEvent event = events.get(i);
            OrderId orderId = orderIdOf(event);
            boolean newId = orderId == null || seen.add(orderId);
            boolean newNumber = !isNumbered(event) || seen.add(EventKey.of(event));
            if (newId && newNumber) {
                MissingRows missing =
                        settle(i, event, orderId == null ? null : orders.get(orderId), journal.get(EventKey.of(event)));
                if (missing != null) {
                    absent.add(missing);
                }
            } else {
                repeats.add(i);
            }
        }
        insert(absent);
        // A repeat within the batch is judged by what became of the first one: stored, or refused as well.
        for (int repeat : repeats) {
            lookAgain(repeat, null);
        }
        projection.renew();
        refusals.sort(Comparator.comparingInt(Refusal::index));
        return new StoreOutcome(stored, duplicate, refusals);
    }

    private void insert(List<MissingRows> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        if (rows.size() == 1) {
            insertAlone(rows.get(0));
            return;
        }
        if (tryInsert(rows) != null) {
            int half = rows.size() / 2;
            insert(rows.subList(0, half));
            insert(rows.subList(half, rows.size()));
        }
    }

    private void insertAlone(MissingRows rows) throws SQLException {
        SQLException refused = tryInsert(List.of(rows));
        if (refused == null) {
            return;
        }
        if (SqlFailure.of(refused) == SqlFailure.ROW) {
            refuse(rows.index(), Cause.UNSTORABLE, MySqlOrderStore.oneLine(refused));
            return;
        }
        if (rows.newOrder() && isSeqHeld(rows.index(), ((SaleEvent.Accepted) rows.event()).order())) {
            return;
        }
        lookAgain(rows.index(), new Refused(rows, refused));
    }

    /** What was refused as a duplicate, when it was looked up last. */
    private record Refused(MissingRows rows, SQLException reason) {}

    /** Judges an event by what the book has now: that may be more than at the beginning, because others write too. */
    private void lookAgain(int index, Refused before) throws SQLException {
        SaleEvent event = events.get(index);
        OrderId orderId = orderIdOf(event);
        BookedOrder order = orderId == null
                ? null
                : OrderRows.find(connection, List.of(orderId)).get(orderId);
        StoredEvent entry = isNumbered(event)
                ? EventRows.find(connection, List.of(EventKey.of(event))).get(EventKey.of(event))
                : null;
        MissingRows missing = settle(index, event, order, entry);
        if (missing == null) {
            return;
        }
        if (before != null && missing.equals(before.rows())) {
            // Whoever held the key is gone again, so the outcome is open: the caller tries the whole batch again.
            throw new SQLException("a duplicate vanished: " + before.reason().getMessage(), "40001", before.reason());
        }
        insertAlone(missing);
    }

    /** What the book lacks of an event; null if nothing, or if the event is refused. */
    private MissingRows settle(int index, SaleEvent event, BookedOrder order, StoredEvent entry) throws SQLException {
        if (entry == null && givenUp.have(event)) {
            refuse(index, Cause.GIVEN_UP, EventKey.of(event) + " was given up by recover, before it came");
            return null;
        }
        if (event instanceof SaleEvent.Accepted accepted && order != null && !order.agreesWith(accepted)) {
            refuse(
                    index,
                    Cause.CONTENT_CLASH,
                    "order " + accepted.order().orderId() + " is stored as " + order.order() + " of item "
                            + order.item()
                            + ", but came as " + StoredOrder.of(accepted.order()) + " of item "
                            + accepted.order().item());
            return null;
        }
        if (entry != null && !agrees(entry, event)) {
            if (order != null
                    || !(event instanceof SaleEvent.Accepted accepted)
                    || !isSeqHeld(index, accepted.order())) {
                refuse(
                        index,
                        Cause.NO_CLASH,
                        EventKey.of(event) + " is stored as " + entry + ", but came as " + StoredEvent.of(event));
            }
            return null;
        }
        if (entry == null && isNumbered(event) && order != null && order.hasAnotherNo(event.no())) {
            refuse(
                    index,
                    Cause.NO_CLASH,
                    "order " + orderIdOf(event) + " is event " + order.acceptedNo() + " of its sale, but came as "
                            + EventKey.of(event));
            return null;
        }
        MissingRows missing = new MissingRows(
                index,
                event,
                isNumbered(event) && entry == null,
                event instanceof SaleEvent.Accepted && order == null,
                event instanceof SaleEvent.Accepted accepted && order != null && order.isCompletedBy(accepted));
        if (missing.isEmpty()) {
            duplicate++;
            return null;
        }
        return missing;
    }

    private boolean agrees(StoredEvent entry, SaleEvent event) throws SQLException {
        return entry.equals(StoredEvent.of(event)) && EventRows.hasDetailOf(connection, event);
    }

    /** Refuses the order if another one holds its seq. */
    private boolean isSeqHeld(int index, Order order) throws SQLException {
        String holder = OrderRows.holderOfSeq(connection, order);
        if (holder == null || holder.equals(order.orderId().toString())) {
            return false;
        }
        refuse(
                index,
                Cause.SEQ_CLASH,
                "seq " + order.seq() + " of sale " + order.sale() + " is held by order " + holder + ", not by "
                        + order.orderId());
        return true;
    }

    /** Inserts all rows or none; returns why not, if the rows are to blame. */
    private SQLException tryInsert(List<MissingRows> rows) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            MissingRows.insert(connection, rows);
            connection.releaseSavepoint(before);
            int news = (int) rows.stream().filter(MissingRows::isNews).count();
            stored += news;
            duplicate += rows.size() - news;
            return null;
        } catch (SQLException e) {
            SqlFailure failure = SqlFailure.of(e);
            if (failure != SqlFailure.DUPLICATE && failure != SqlFailure.ROW) {
                throw e;
            }
            connection.rollback(before);
            return e;
        }
    }

    private void refuse(int index, Cause cause, String detail) {
        refusals.add(new Refusal(index, cause, detail));
    }

    /** All events but those that were refused. */
    List<SaleEvent> taken() {
        Set<Integer> refused = new HashSet<>();
        refusals.forEach(refusal -> refused.add(refusal.index()));
        return IntStream.range(0, events.size())
                .filter(i -> !refused.contains(i))
                .<SaleEvent>mapToObj(events::get)
                .toList();
    }

    private static boolean isNumbered(SaleEvent event) {
        return event.no() != SaleEvent.UNNUMBERED;
    }

    private static OrderId orderIdOf(SaleEvent event) {
        return event instanceof SaleEvent.Accepted accepted ? accepted.order().orderId() : null;
    }
}
