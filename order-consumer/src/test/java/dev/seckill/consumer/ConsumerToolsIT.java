package dev.seckill.consumer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.consumer.command.Commands;
import dev.seckill.consumer.store.TestEvents;
import dev.seckill.consumer.store.TestOrders;
import dev.seckill.model.Order;
import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.NumberRange;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.event.SaleEvent.SaleChanged.Change;
import dev.seckill.model.event.SalePhase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The subcommands of the jar, {@code audit} and {@code parked}. */
final class ConsumerToolsIT extends ConsumerTestBase {

    /** Where there is no database, each of the five reads waits for one as long as that. */
    private static final String NO_LONG_WAIT = "--mysql-connection-wait=2s";

    @Test
    void auditPassesWhatTheConsumerStored() {
        topic.create(PARTITIONS).send(orders.next(2000));
        consume();

        try (ConsumerProcess audit = ConsumerProcess.start(auditArguments())) {
            assertThat(audit.exitCode()).as(audit.log()).isZero();
            assertThat(audit.out()).contains("PASS").containsPattern("rows in the book +2,000");
        }
    }

    @Test
    void auditFindsAndRepairsWhatTheBookLost() {
        List<Order> all = orders.next(2000);
        topic.create(PARTITIONS).send(all);
        consume();
        book.execute("DELETE FROM orders WHERE seq BETWEEN 100 AND 199");

        ToolRun audit = audit("--json");
        assertThat(audit.exitCode()).isEqualTo(1);
        assertThat(audit.out())
                .contains("\"verdict\" : \"FAIL\"")
                .containsPattern("\"missing\" : \\{\\s+\"count\" : 100,")
                .contains("\"unread\" : 0");
        ToolRun repair = audit("--repair", "--batch-max=30");
        assertThat(repair.exitCode()).as(repair.out()).isZero();
        assertThat(repair.out()).contains("100 stored by this run").contains("PASS");
        assertBookHolds(all);
    }

    @Test
    void auditRebuildsABookThatIsGone() {
        List<Order> all = orders.next(500);
        topic.create(PARTITIONS).send(all);

        ToolRun audit = audit(NO_LONG_WAIT);
        assertThat(audit.exitCode()).isEqualTo(1);
        assertThat(audit.out()).contains("500 not read by the group yet");
        ToolRun repair = audit("--repair");
        assertThat(repair.exitCode()).as(repair.out()).isZero();
        assertBookHolds(all);
    }

    @Test
    void auditSaysFirstThatNoTopicOrNoTableIsThere() {
        assertThat(audit(NO_LONG_WAIT).out())
                .startsWith("look first: the topic " + topic.name() + " at " + stack.kafkaBootstrapServers()
                        + " does not exist")
                .containsPattern("\nlook first: there is no table orders in the database: .*\\R+messages on the log ");

        topic.create(1).send(orders.next(1));
        book.open().close();

        assertThat(audit().out()).startsWith("look first: the table orders is empty: ");
    }

    @Test
    void auditTellsParkedClashingDifferingAndForeignOrders() {
        List<Order> good = orders.next(10);
        topic.create(1).send(good);
        book.open().close();
        book.refuseTheFarFuture();
        topic.send(List.of(orders.withSeq(3), TestOrders.decidedAt(orders.next(), "2999-01-01T00:00:00Z")));
        topic.sendText("poison", "not an order");
        consume();
        book.execute("UPDATE orders SET buyer = 'someone else' WHERE seq = 4");
        book.execute("INSERT INTO orders (order_id, sale, seq, quantity, decided_at)"
                + " VALUES ('0193542f-7a00-7000-8000-0123456789ab', 'counter', 12, 1, NOW(3))");

        ToolRun audit = audit("--allotment=11");
        assertThat(audit.exitCode()).isEqualTo(1);
        assertThat(audit.out())
                .containsPattern("missing +0")
                .containsPattern("differing +1  " + good.get(3).orderId())
                .containsPattern("not on the log +1  0193542f-7a00-7000-8000-0123456789ab")
                .containsPattern("parked orders +2")
                .containsPattern("no orders +1  1 parked, 0 not read yet, 0 neither")
                .containsPattern("oversold +2")
                .containsPattern("seq clashes +1")
                .containsPattern("gaps in seq +0")
                .contains("FAIL");
    }

    @Test
    void auditHoldsTheJournalAgainstItself() {
        TestEvents events = new TestEvents("counter");
        topic.create(PARTITIONS).sendEvents(sold(events));
        consume();

        assertThat(audit().out())
                .containsPattern("journal of sale counter\\s+events +103  the last is 103")
                .containsPattern("missing +0\\s+left is wrong +0\\s+back from given up +0\\s+outside the hours +0\\s+"
                        + "over a limit +0\\s+illegal steps +0\\s+sale differs +0\\s+orders differ +0\\s+PASS");
        book.execute("DELETE FROM events WHERE no = 7");
        book.execute("UPDATE events SET left_after = left_after + 1 WHERE no = 20");
        book.execute("UPDATE orders SET last_no = 0 WHERE last_no = 30");
        ToolRun audit = audit();

        assertThat(audit.exitCode()).isEqualTo(1);
        assertThat(audit.out())
                .containsPattern("events +102  the last is 103")
                .containsPattern(" missing +1  7")
                .containsPattern(
                        "left is wrong +2  20: left 83, but 83 before it and -1 units make 82, 21: left 81, but")
                .containsPattern("orders differ +2  30: \\S+, \\S+")
                .contains("FAIL");
        assertThat(audit("--json").out())
                .containsPattern("\"firstMissing\" : \\[ \"7\" ]")
                .containsPattern("\"leftWrong\" : \\{\\s+\"count\" : 2,");
    }

    @Test
    void auditRepairsTheJournalToo() {
        TestEvents events = new TestEvents("counter");
        topic.create(PARTITIONS).sendEvents(sold(events));
        topic.sendEvents(List.of(events.recovered(1), events.restocked(4)));
        consume();
        List<String> whole = book.query(JOURNAL);
        book.execute("DELETE FROM events WHERE no IN (1, 7, 8, 103, 104, 105)");
        book.execute("DELETE FROM orders WHERE seq = 50");

        ToolRun repair = audit("--repair", "--batch-max=3");

        assertThat(repair.exitCode()).as(repair.out()).isZero();
        assertThat(repair.out()).contains("7 stored by this run");
        assertThat(book.query(JOURNAL)).isEqualTo(whole).hasSize(105);
        assertThat(book.query("SELECT COUNT(*) FROM orders")).containsExactly("100");
    }

    /** An order, and what became of it, that recover had given up: neither sold a unit nor gave one back. */
    @Test
    void auditCountsNothingThatWasGivenUp() {
        TestEvents events = new TestEvents("counter");
        SaleEvent stock = events.restocked(4);
        SaleEvent.Accepted late = events.held();
        SaleEvent gone = events.released(late);
        topic.create(PARTITIONS).sendEvents(List.of(stock, events.recovered(4, new NumberRange(2, 3))));
        topic.sendEvents(List.of(events.accepted(), events.accepted(), events.accepted(), events.accepted()));
        consume();
        topic.sendEvents(List.of(late, gone));
        consume();

        ToolRun sound = audit("--allotment=4");
        assertThat(sound.exitCode()).as(sound.out()).isZero();
        assertThat(sound.out()).containsPattern("parked orders +1");
        ToolRun oversold = audit("--allotment=3");
        assertThat(oversold.exitCode()).isEqualTo(1);
        assertThat(oversold.out()).containsPattern("oversold +1");
    }

    @Test
    void auditHoldsOrdersAgainstTheRulesOfTheirTime() {
        TestEvents events = new TestEvents("counter");
        topic.create(PARTITIONS).sendEvents(limited(events));
        consume();
        ToolRun before = audit();
        assertThat(before.exitCode()).as(before.out()).isZero();

        book.execute("UPDATE events SET detail = JSON_SET(detail, '$.state', 'PAUSED') WHERE no = 6");
        book.execute("UPDATE events SET detail = JSON_SET(detail, '$.definition.closesAt', '2026-11-22T10:15:30.125Z')"
                + " WHERE no = 2");
        book.execute("UPDATE orders SET buyer = (SELECT b FROM (SELECT buyer b FROM orders WHERE seq = 1) first)"
                + " WHERE seq = 4");
        ToolRun audit = audit();

        assertThat(audit.exitCode()).isEqualTo(1);
        assertThat(audit.out())
                .containsPattern(
                        "outside the hours +3  4: accepted at \\S+, after the close at \\S+, 7: accepted while the"
                                + " sale was PAUSED")
                .containsPattern("over a limit +1  8: makes 2 units of one buyer, who may have 1")
                .containsPattern("left is wrong +0")
                .contains("FAIL");
        assertThat(audit("--json").out())
                .containsPattern("\"outsideHours\" : \\{\\s+\"count\" : 3,")
                .containsPattern("\"overLimit\" : \\{\\s+\"count\" : 1,");
    }

    /** A limit of one for each buyer, a pause and a restock between the orders. */
    private static List<SaleEvent> limited(TestEvents events) {
        return List.of(
                events.restocked(5),
                events.changed("Cars"),
                events.accepted(),
                events.accepted(),
                events.changed("Cars", Change.PAUSED, SalePhase.PAUSED),
                events.changed("Cars", Change.RESUMED, SalePhase.OPEN),
                events.accepted(),
                events.accepted(),
                events.restocked(2));
    }

    @Test
    void auditOfOneSaleLooksAtNoOther() {
        TestEvents one = new TestEvents("cars");
        TestEvents other = new TestEvents("Cars");
        topic.create(PARTITIONS).sendEvents(limited(one));
        topic.sendEvents(limited(other));
        consume();
        book.execute("DELETE FROM events WHERE sale = 'Cars' AND no = 7");
        book.execute("DELETE FROM orders WHERE sale = 'Cars' AND seq = 1");

        assertThat(audit().exitCode()).isEqualTo(1);
        ToolRun sound = audit("--sale=cars");
        assertThat(sound.exitCode()).as(sound.out()).isZero();
        assertThat(sound.out()).containsPattern("rows in the book +4").doesNotContain("sale Cars");
        ToolRun broken = audit("--sale=Cars");
        assertThat(broken.exitCode()).isEqualTo(1);
        assertThat(broken.out()).containsPattern("rows in the book +3").doesNotContain("sale cars");
        ToolRun mistyped = audit("--sale=CARS");
        assertThat(mistyped.exitCode()).isEqualTo(1);
        assertThat(mistyped.out()).startsWith("look first: neither the log nor the book has anything of the sale CARS");

        assertThat(audit("--sale=cars", "--repair").out()).doesNotContain("stored by this run");
        assertThat(audit("--sale=Cars", "--repair").exitCode()).isZero();
        assertThat(audit().exitCode()).isZero();
    }

    @Test
    void auditRebuildsWhatTheBookSaysOfASale() {
        List<TestEvents> sales = IntStream.range(0, 30)
                .mapToObj(i -> new TestEvents("sale-" + i))
                .toList();
        topic.create(PARTITIONS);
        sales.forEach(sale -> topic.sendEvents(limited(sale)));
        consume();
        List<String> whole = book.query(SALES);
        book.execute("UPDATE sales SET last_no = 12 WHERE sale = 'sale-3'");
        book.execute("UPDATE sales SET last_no = 5, changed_no = 2 WHERE sale = 'sale-4'");
        book.execute("UPDATE sales SET state = 'CLOSED' WHERE sale = 'sale-5'");
        book.execute("UPDATE sales SET definition = JSON_SET(definition, '$.perBuyer', 2) WHERE sale = 'sale-6'");
        book.execute("DELETE FROM sales WHERE sale = 'sale-7'");

        ToolRun audit = audit();
        assertThat(audit.exitCode()).isEqualTo(1);
        assertThat(audit.out())
                .containsPattern("sale differs +1  last_no 12, but the journal ends at 9")
                .containsPattern(
                        "sale differs +2  last_no 5, but event 9 is there, changed_no 2, but event 6 changed the"
                                + " sale")
                .containsPattern("sale differs +1  definition and state are not those of event 6")
                .containsPattern("journals not shown +25  all of them pass");
        ToolRun repair = audit("--repair");
        assertThat(repair.exitCode()).as(repair.out()).isZero();
        assertThat(book.query(SALES)).isEqualTo(whole);
    }

    private static final String SALES = "SELECT CONCAT_WS(' ', CAST(sale AS CHAR CHARACTER SET utf8mb4), last_no,"
            + " changed_no, CAST(state AS CHAR CHARACTER SET utf8mb4), definition) FROM sales ORDER BY sale";

    private static final String JOURNAL =
            "SELECT CONCAT_WS(' ', no, kind, order_id, quantity, left_after, detail) FROM events ORDER BY no";

    @Test
    void auditHoldsOrdersAgainstWhatBecameOfThem() {
        TestEvents events = new TestEvents("counter");
        SaleEvent stock = events.restocked(100);
        SaleEvent.Accepted paid = events.held();
        SaleEvent.Accepted gone = events.held();
        SaleEvent.Accepted kept = events.held();
        topic.create(PARTITIONS).sendEvents(List.of(stock, paid, gone, kept, events.confirmed(paid)));
        topic.sendEvents(List.of(events.released(gone), events.late(gone), events.extended(kept)));
        consume();
        List<String> before = book.query(LIVES);

        ToolRun good = audit();
        assertThat(good.exitCode()).as(good.out()).isZero();
        assertThat(good.out())
                .containsPattern("orders +3  1 unit went back\\s+allotment +100\\s+oversold +0")
                .containsPattern("left +98  of 100 units\\s+held +1  1 order past the time\\s+confirmed +1\\s+"
                        + "released +1  1 order paid late");
        book.execute("UPDATE orders SET state = 'HELD', settled_at = NULL, last_no = 2 WHERE seq = 1");
        book.execute("UPDATE orders SET state = 'CONFIRMED' WHERE seq = 2");
        book.execute("UPDATE orders SET last_no = 99 WHERE seq = 3");
        ToolRun bad = audit();
        assertThat(bad.exitCode()).as(bad.out()).isEqualTo(1);
        assertThat(bad.out()).containsPattern("orders differ +4  5: \\S+, 6: \\S+, 7: \\S+, …");
        ToolRun repair = audit("--repair");
        assertThat(repair.exitCode()).as(repair.out()).isZero();
        assertThat(book.query(LIVES)).isEqualTo(before);
    }

    private static final String LIVES = "SELECT CONCAT_WS(' ', order_id, state, last_no, held_until,"
            + " COALESCE(settled_at, 'not settled')) FROM orders ORDER BY order_id";

    @Test
    void auditReadsABookFromBeforeOrdersHadALife() {
        topic.create(1).sendEvents(sold(new TestEvents("counter")));
        consume();
        book.execute("ALTER TABLE orders DROP COLUMN held_until, DROP COLUMN settled_at");

        ToolRun audit = audit();

        assertThat(audit.exitCode()).as(audit.out()).isZero();
        assertThat(audit.out()).containsPattern("events +103  the last is 103").containsPattern("orders differ +0");
    }

    /** A hundred orders, and what the operator did meanwhile. */
    private static List<SaleEvent> sold(TestEvents events) {
        List<SaleEvent> all = new ArrayList<>(List.of(events.restocked(100), events.changed("Cars")));
        for (int i = 0; i < 99; i++) {
            all.add(events.accepted());
        }
        all.add(events.restocked(1));
        all.add(events.accepted());
        return all;
    }

    @Test
    void auditSaysThatABookOfAnOlderProgramHasNoJournal() {
        topic.create(1).send(orders.next(3));
        consume();
        book.execute("DROP TABLE events");

        ToolRun audit = audit();

        assertThat(audit.exitCode()).as(audit.out()).isZero();
        assertThat(audit.out()).containsPattern("journal +0  no journal");
    }

    @Test
    void auditGivesUpOnAKafkaThatIsAway() {
        try (ConsumerProcess audit = ConsumerProcess.start(auditArguments("--kafka=127.0.0.1:1", "--read-wait=1s"))) {
            assertThat(audit.exitCode()).isEqualTo(1);
            assertThat(audit.log()).contains("gave up (kafka: no answer about");
        }
    }

    @Test
    void parkedListsNothingWhenNothingIsParked() {
        topic.create(1);

        try (ConsumerProcess list = ConsumerProcess.start(parkedArguments())) {
            assertThat(list.exitCode()).isZero();
            assertThat(list.out().trim()).isEqualTo("parked 0, replayed before 0, replayed now 0");
        }
    }

    @Test
    void headersThatSomebodyElseWroteEndNeitherAuditNorList() {
        topic.create(1);
        parked.create(1);
        for (String header : List.of("allotment", "epoch", "idempotency-key", "parked-from", "parked-reason")) {
            topic.sendWithHeader(
                    EventCodec.encode(new SaleEvent.Accepted(SaleEvent.UNNUMBERED, orders.next())), header, null);
            topic.sendWithHeader(
                    EventCodec.encode(new SaleEvent.Accepted(SaleEvent.UNNUMBERED, orders.next())),
                    header,
                    "x".repeat(200));
        }
        for (String origin : new String[] {null, "", "nowhere", "LOG-0@" + "9".repeat(19), "\u001b[2J-0@1"}) {
            parked.sendWithHeader(new byte[] {'?'}, "parked-from", origin);
            parked.sendWithHeader(new byte[] {'?'}, "parked-reason", origin);
        }
        consume();

        ToolRun audit = audit();
        assertThat(audit.exitCode()).as(audit.out()).isZero();
        assertThat(parked().out())
                .contains("parked 10, replayed before 0, replayed now 0")
                .contains(parked.name() + "-0@8  ")
                .doesNotContain("\u001b", "nowhere  ");
    }

    /** Kafka bounds messages as they are compressed; these have 12 MB and 135 MB, more than the heap. */
    @Test
    void messagesThatAreHugeOnceDecompressedStopNoPartition() {
        List<Order> all = new ArrayList<>(orders.next(5));
        topic.create(1).send(all);
        topic.sendSpaces(1, 12 * 1024 * 1024);
        topic.sendSpaces(150, 900_000);
        List<Order> behind = orders.next(5);
        topic.send(behind);
        all.addAll(behind);
        try (ConsumerProcess consumer = ConsumerProcess.start(List.of("-Xmx96m"), consumerArguments())) {
            awaitDrained();
            assertThat(consumer.terminate()).isZero();
        }

        assertBookHolds(all);
        assertThat(parked().out())
                .containsPattern("-0@5  \\S+  cut +undecodable: too long for an order \\(bytes=12582912\\)")
                .contains("parked 151, replayed before 0, replayed now 0", "cut 151: too long");
        assertThat(parked.readAll())
                .hasSize(151)
                .allSatisfy(message -> assertThat(message.value()).hasSize(4096))
                .extracting(message ->
                        new String(message.headers().lastHeader("parked-cut").value(), US_ASCII))
                .contains("value=12582912", "value=900000");
        assertThat(audit().exitCode()).isZero();

        assertThat(run(parkedArguments("--replay")).exitCode()).isZero();
        assertThat(run(parkedArguments("--replay", "--only=" + topic.name() + "-0@5"))
                        .exitCode())
                .isEqualTo(1);
        assertThat(topic.readAll()).hasSize(161);
    }

    @Test
    void replaysEachParkedMessageOnce() {
        List<Order> all = new ArrayList<>(orders.next(5));
        topic.create(1).send(all);
        try (ConsumerProcess consumer = start()) {
            awaitDrained();
            replayEachParkedMessageOnce(all);
            assertThat(consumer.terminate()).isZero();
        }
        assertBookHolds(all);
        assertThat(parked().out())
                .containsPattern(topic.name() + "-0@5  \\S+  replayed +unstorable: closed for stocktaking");
    }

    private void replayEachParkedMessageOnce(List<Order> all) {
        book.execute("CREATE TRIGGER closed BEFORE INSERT ON orders FOR EACH ROW SIGNAL SQLSTATE '45000'"
                + " SET MESSAGE_TEXT = 'closed for stocktaking'");
        List<Order> refused = orders.next(4);
        topic.send(refused);
        awaitDrained();
        assertThat(book.count()).isEqualTo(5);
        book.execute("DROP TRIGGER closed");

        assertThat(parked("--replay", "--only=" + topic.name() + "-0@6").out())
                .contains("parked 4, replayed before 0, replayed now 1");
        assertThat(parked("--replay").out()).contains("parked 4, replayed before 1, replayed now 3");
        assertThat(parked("--replay").out()).contains("parked 4, replayed before 4, replayed now 0");

        assertThat(topic.readAll()).hasSize(13);
        awaitDrained();
        all.addAll(refused);
    }

    /** A run of the consumer until all is drained. */
    private void consume() {
        try (ConsumerHere consumer = new ConsumerHere(consumerArguments())) {
            awaitDrained();
            assertThat(consumer.stop()).isZero();
        }
    }

    private List<String> consumerArguments() {
        List<String> arguments = new ArrayList<>(ConsumerProcess.arguments(stack, topic.name(), book));
        arguments.addAll(List.of("--port=0", "--group=" + group()));
        return arguments;
    }

    private ToolRun audit(String... more) {
        return run(auditArguments(more));
    }

    private ToolRun parked(String... more) {
        ToolRun run = run(parkedArguments(more));
        assertThat(run.exitCode()).as(run.out()).isZero();
        return run;
    }

    /** What a tool said, run in this JVM: the ways into the jar are tested above. */
    private record ToolRun(int exitCode, String out) {}

    private static ToolRun run(List<String> arguments) {
        StringWriter out = new StringWriter();
        int exitCode =
                Commands.run(arguments.toArray(String[]::new), Map.of(), new PrintWriter(out, true), config -> {});
        return new ToolRun(exitCode, out.toString());
    }

    private List<String> auditArguments(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "audit",
                "--kafka=" + stack.kafkaBootstrapServers(),
                "--topic=" + topic.name(),
                "--group=" + group(),
                "--mysql=" + book.settings().url(),
                "--mysql-user=" + stack.mysqlUser(),
                "--mysql-password=" + stack.mysqlPassword()));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private List<String> parkedArguments(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("parked", "--kafka=" + stack.kafkaBootstrapServers(), "--topic=" + topic.name()));
        arguments.addAll(List.of(more));
        return arguments;
    }
}
