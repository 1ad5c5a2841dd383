package dev.seckill.consumer.store;

import dev.seckill.consumer.store.Refusal.Cause;
import dev.seckill.model.Order;
import dev.seckill.model.OrderId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Stores a batch of which MySQL refuses at least one row, within the caller's transaction: drops what the book has,
 * inserts the rest, and halves a part that is refused until the refused row stands alone. Rows go in by their order in
 * the batch, so of two that exclude each other the first one is stored.
 */
final class CarefulInsert {

    /** An order and its place in the batch. */
    private record Row(int index, Order order) {}

    private final Connection connection;
    private final List<Order> orders;
    private final List<Refusal> refusals = new ArrayList<>();
    private int stored;
    private int duplicate;

    CarefulInsert(Connection connection, List<Order> orders) {
        this.connection = connection;
        this.orders = orders;
    }

    StoreOutcome run() throws SQLException {
        Map<OrderId, StoredOrder> book = OrderRows.find(
                connection, orders.stream().map(Order::orderId).distinct().toList());
        List<Row> absent = new ArrayList<>();
        List<Row> repeats = new ArrayList<>();
        Map<OrderId, Row> first = new HashMap<>();
        for (int i = 0; i < orders.size(); i++) {
            Row row = new Row(i, orders.get(i));
            StoredOrder inBook = book.get(row.order().orderId());
            if (inBook != null) {
                compare(row, inBook);
            } else {
                (first.putIfAbsent(row.order().orderId(), row) == null ? absent : repeats).add(row);
            }
        }
        insert(absent);
        // A repeat within the batch is judged by what became of the first one: stored, or refused as well.
        for (Row repeat : repeats) {
            insertAlone(repeat);
        }
        refusals.sort(Comparator.comparingInt(Refusal::index));
        return new StoreOutcome(stored, duplicate, refusals);
    }

    private void insert(List<Row> rows) throws SQLException {
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

    private void insertAlone(Row row) throws SQLException {
        SQLException refused = tryInsert(List.of(row));
        if (refused == null) {
            return;
        }
        if (SqlFailure.of(refused) == SqlFailure.ROW) {
            refuse(row, Cause.UNSTORABLE, MySqlOrderStore.oneLine(refused));
            return;
        }
        StoredOrder inBook = OrderRows.find(connection, List.of(row.order().orderId()))
                .get(row.order().orderId());
        if (inBook != null) {
            compare(row, inBook);
            return;
        }
        String holder = OrderRows.holderOfSeq(connection, row.order());
        if (holder == null) {
            // Whoever held the key is gone again, so the outcome is open: the caller tries the whole batch again.
            throw new SQLException("a duplicate vanished: " + refused.getMessage(), "40001", refused);
        }
        refuse(
                row,
                Cause.SEQ_CLASH,
                "seq " + row.order().seq() + " of sale " + row.order().sale() + " is held by order " + holder
                        + ", not by " + row.order().orderId());
    }

    /** Inserts all rows or none; returns why not, if the rows are to blame. */
    private SQLException tryInsert(List<Row> rows) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            OrderRows.insert(connection, rows.stream().map(Row::order).toList());
            connection.releaseSavepoint(before);
            stored += rows.size();
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

    private void compare(Row row, StoredOrder inBook) {
        StoredOrder given = StoredOrder.of(row.order());
        if (given.equals(inBook)) {
            duplicate++;
        } else {
            refuse(
                    row,
                    Cause.CONTENT_CLASH,
                    "order " + row.order().orderId() + " is stored as " + inBook + ", but came as " + given);
        }
    }

    private void refuse(Row row, Cause cause, String detail) {
        refusals.add(new Refusal(row.index(), cause, detail));
    }
}
