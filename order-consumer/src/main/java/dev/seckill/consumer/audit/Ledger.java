package dev.seckill.consumer.audit;

import dev.seckill.consumer.store.JournalEntry;
import dev.seckill.consumer.store.StoredOrder;
import dev.seckill.model.Order;
import dev.seckill.model.OrderId;
import dev.seckill.model.event.GivenUp;
import dev.seckill.model.event.SaleEvent;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32C;

/** Takes in what the log, the parked topic and the book hold, and tells where they differ. Not thread-safe. */
final class Ledger {

    private static final byte LOGGED = 1;
    private static final byte STORED = 2;
    private static final byte PARKED = 4;
    /** Its message lies behind what the consumer group has committed. */
    private static final byte UNREAD = 8;
    /** Logged after the audit began. */
    private static final byte LATER = 16;
    /** Its number was given up, and nothing that the sale sold after that knows of it. */
    private static final byte GIVEN_UP = 32;

    private final OrderTable orders = new OrderTable();
    /** Orders whose units went back, with the number of the event; only sales in which that happens pay for it. */
    private final OrderTable released = new OrderTable();
    /** By what the log says. */
    private final Map<String, GivenUp> givenUp = new HashMap<>();

    private final Map<String, SaleTally> sales = new TreeMap<>();
    private final Finding duplicates = new Finding();
    private final Finding differing = new Finding();
    /** Rows whose id is none of ours; no message can belong to them. */
    private final Finding strangers = new Finding();

    private long repeated;
    private long rows;

    /** A message of the log up to the bound that does not say the allotment: it is what is left after it and decided. */
    void logged(Order order, boolean read) {
        logged(new SaleEvent.Accepted(SaleEvent.UNNUMBERED, order), order.left() + order.seq(), read);
    }

    /** The same of a message that says it. */
    void logged(SaleEvent.Accepted event, long offered, boolean read) {
        Order order = event.order();
        UUID id = order.orderId().value();
        long digest = digest(StoredOrder.of(order));
        byte known = orders.marksOf(id);
        SaleTally sale = sale(order.sale().value());
        if ((known & (LOGGED | LATER)) == 0) {
            sale.decided(event, offered);
        }
        if (known == 0) {
            sale.add(order.seq(), order.quantity());
        } else if ((known & LOGGED) != 0) {
            repeated++;
            if (orders.digestOf(id) != digest) {
                differing.add(id.toString());
            }
        }
        orders.mark(id, digest, read ? LOGGED : LOGGED | UNREAD);
    }

    /** A message of the log behind the bound: not expected in the book, but it may be there. */
    void loggedLater(Order order) {
        loggedLater(new SaleEvent.Accepted(SaleEvent.UNNUMBERED, order), order.left() + order.seq());
    }

    /** The same of a message that says the allotment. */
    void loggedLater(SaleEvent.Accepted event, long offered) {
        Order order = event.order();
        UUID id = order.orderId().value();
        byte known = orders.marksOf(id);
        // Others are not in the book as it was read, and are the next audit's business.
        if ((known & STORED) != 0 && (known & LOGGED) == 0) {
            if ((known & LATER) == 0) {
                sale(order.sale().value()).decided(event, offered);
            }
            orders.mark(id, 0, LATER);
        }
    }

    /** A message of the log, behind the bound or not, that may give up numbers. */
    void recovered(SaleEvent.Recovered event) {
        givenUp.put(event.sale().value(), givenUp(event.sale().value()).and(event));
    }

    /** Whether the event has a number that was given up, by what was read so far. */
    boolean isGivenUp(SaleEvent event) {
        return givenUp(event.sale().value()).has(event);
    }

    private GivenUp givenUp(String sale) {
        return givenUp.getOrDefault(sale, GivenUp.NONE);
    }

    /** A message of the log, behind the bound or not, that tells of units put on sale. */
    void restocked(SaleEvent.Restocked event) {
        if (!event.by().equals(SaleEvent.Restocked.BY_HAND)) {
            sale(event.sale().value()).restocked(event.no());
        }
    }

    /** A message of the log, behind the bound or not, that tells of units that went back. */
    void released(SaleEvent.Released event) {
        sale(event.sale().value()).restocked(event.no());
        released(event.sale().value(), event.orderId(), event.no(), event.units());
    }

    /** The same of an entry of the journal, whose message the log may have lost, or which counts although it was given up. */
    void releasedInBook(JournalEntry entry) {
        long no = givenUp(entry.sale()).has(entry.no()) ? SaleEvent.UNNUMBERED : entry.no();
        try {
            released(entry.sale(), OrderId.parse(entry.orderId()), no, entry.units());
        } catch (IllegalArgumentException noOrderId) {
            strangers.add(entry.orderId());
        }
    }

    /** What comes again, from the book or by a repeated message, is kept once. */
    private void released(String sale, OrderId orderId, long no, long units) {
        UUID id = orderId.value();
        if (released.marksOf(id) == 0 || released.digestOf(id) != no) {
            released.mark(id, no, LOGGED);
            sale(sale).released(id, no, units);
        }
    }

    /** Whether the units of the order are among those of its sale. */
    private boolean counts(UUID id) {
        byte known = orders.marksOf(id);
        return known != 0 && (known & (GIVEN_UP | STORED)) != GIVEN_UP;
    }

    /** A parked message that is an order. If its number was given up, its units were not sold, unless the book has it after all. */
    void parked(SaleEvent.Accepted event) {
        Order order = event.order();
        UUID id = order.orderId().value();
        byte known = orders.marksOf(id);
        if (known == 0) {
            return;
        }
        orders.mark(id, 0, PARKED);
        if (isGivenUp(event) && (known & (GIVEN_UP | STORED)) == 0) {
            sale(order.sale().value()).takeBack(order.quantity());
            orders.mark(id, 0, GIVEN_UP);
        }
    }

    /** A row of the book. */
    void stored(String orderId, StoredOrder row) {
        rows++;
        UUID id;
        try {
            id = OrderId.parse(orderId).value();
        } catch (IllegalArgumentException noOrderId) {
            strangers.add(orderId);
            return;
        }
        long digest = digest(row);
        byte known = orders.marksOf(id);
        if ((known & STORED) != 0) {
            duplicates.add(orderId);
        } else if (known == 0) {
            sale(row.sale()).add(row.seq(), row.quantity());
        } else if (orders.digestOf(id) != digest) {
            differing.add(orderId);
        }
        if ((known & (GIVEN_UP | STORED)) == GIVEN_UP) {
            sale(row.sale()).takeBack(-row.quantity());
        }
        orders.mark(id, digest, STORED);
    }

    /** The order was stored by a repair. */
    void repaired(Order order) {
        orders.mark(order.orderId().value(), 0, STORED);
        rows++;
    }

    /** Whether the order should be in the book and is not. */
    boolean isMissing(Order order) {
        return isMissing(orders.marksOf(order.orderId().value()));
    }

    /** Orders that it keeps, of log and book. */
    int size() {
        return orders.size();
    }

    long repeated() {
        return repeated;
    }

    long rows() {
        return rows;
    }

    Finding duplicates() {
        return duplicates;
    }

    Finding differing() {
        return differing;
    }

    long loggedOrders() {
        long[] count = new long[1];
        orders.forEach((id, marks) -> count[0] += marks & LOGGED);
        return count[0];
    }

    Finding missing() {
        return where(Ledger::isMissing);
    }

    /** Those of the missing ones that the consumer group has not read yet. */
    long unread() {
        return where(marks -> isMissing(marks) && (marks & UNREAD) != 0).count();
    }

    /** Orders that are parked and not stored. */
    Finding parked() {
        return where(marks -> (marks & LOGGED) != 0 && (marks & PARKED) != 0 && (marks & STORED) == 0);
    }

    /** Rows without a message. */
    Finding unlogged() {
        Finding unlogged = where(marks -> (marks & (LOGGED | LATER)) == 0);
        unlogged.addAll(strangers);
        return unlogged;
    }

    /** What each sale comes to, by all that was read so far. */
    Map<String, SaleTally> sales() {
        sales.forEach((name, sale) -> sale.settle(givenUp(name), this::counts));
        return sales;
    }

    private interface Choice {
        boolean takes(byte marks);
    }

    private Finding where(Choice choice) {
        Finding finding = new Finding();
        orders.forEach((id, marks) -> {
            if (choice.takes(marks)) {
                finding.add(id.toString());
            }
        });
        return finding;
    }

    private static boolean isMissing(byte marks) {
        return (marks & LOGGED) != 0 && (marks & (STORED | PARKED)) == 0;
    }

    private SaleTally sale(String name) {
        return sales.computeIfAbsent(name, unknown -> new SaleTally());
    }

    /** Tells different contents apart; two CRCs over different texts, so one in 2^64 goes unnoticed. */
    private static long digest(StoredOrder order) {
        String text = order.toString();
        CRC32C first = new CRC32C();
        first.update(text.getBytes(StandardCharsets.UTF_8));
        return first.getValue() << 32 | text.hashCode() & 0xFFFF_FFFFL;
    }
}
