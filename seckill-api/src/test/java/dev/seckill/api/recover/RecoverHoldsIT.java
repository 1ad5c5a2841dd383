package dev.seckill.api.recover;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.orderlog.JournalWriter;
import dev.seckill.api.redis.RedisSettings;
import dev.seckill.api.redis.RedisStockCounter;
import dev.seckill.api.sale.Attempt;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.Journal;
import dev.seckill.api.sale.LoggedSeq;
import dev.seckill.api.sale.OrderChange;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.Purchase;
import dev.seckill.api.sale.Request;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.BuyerId;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.HoldRules;
import dev.seckill.model.event.NumberRange;
import dev.seckill.model.event.OrderState;
import dev.seckill.model.event.SaleDefinition;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.event.SaleEvent.Released.Reason;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.RestoreParams;

/** A sale whose orders are held until they are paid, after Redis lost it. */
@ExtendWith(SharedServers.class)
@Timeout(300)
final class RecoverHoldsIT {

    private static final SaleDefinition HELD = new SaleDefinition(
            "A car", "car", null, null, 3, 3, new HoldRules(Duration.ofHours(1), Duration.ofHours(2), true));
    private static final String SHOP = "shop";

    private final SaleId sale = new SaleId("sale-" + UUID.randomUUID());
    private final Journal journal = new Journal(sale);
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final List<OutboxEntry> decided = new ArrayList<>();
    private final ServerStack servers;
    private WrittenLog log;
    private RedisClient redis;
    private RedisStockCounter counter;
    private LoggedSeq.Mark logged = LoggedSeq.NONE;

    RecoverHoldsIT(ServerStack servers) {
        this.servers = servers;
    }

    @BeforeEach
    void open() throws Exception {
        redis = RedisClient.create(servers.redisUrl());
        log = WrittenLog.create(servers);
        counter = counter();
    }

    @AfterEach
    void close() {
        counter.close();
        redis.close();
    }

    @Test
    void rebuildsOrdersInEveryStateAndGoesOnWithThem() {
        journal.at(now.minusSeconds(7200)).defined(HELD).restocked(20, null);
        journal.bought(2, "ann", "k1"); // 1: due
        journal.bought(1, "ben", null).extended(2, now.plusSeconds(600)); // 2: held
        journal.bought(1, "cem", null).confirmed(3); // 3: confirmed
        journal.bought(2, "dan", null).released(4, Reason.EXPIRED).late(4); // 4: paid late
        journal.bought(1, "eve", null).released(5, Reason.CANCELLED); // 5: cancelled
        journal.bought(1, "dan", null).confirmed(6).released(6, Reason.CANCELLED); // 6: cancelled after it was paid
        journal.at(now).bought(3, "fay", null); // 7: held
        log.writeShuffled(journal.entries(), 20);

        assertThat(log.recover(sale))
                .contains("Recovered: allotment 20, 7 orders, 13 left, seq 7 (0 numbers void), 1 key.")
                .contains("Orders: 3 held (6 units), 1 confirmed, 3 released (4 units went back).")
                .contains("An order is held for 3600 s, or 7200 s at most, and can be cancelled once it is confirmed.")
                .doesNotContain("WARNING");

        assertThat(redis.hgetAll(companion("sale")))
                .containsAllEntriesOf(
                        Map.of("left", "13", "held", "6", "heldOrders", "3", "holdFor", "3600", "states", "1"));
        assertThat(redis.zcard(companion("held"))).isEqualTo(3);
        assertThat(redis.hlen(companion("states"))).isEqualTo(7);
        assertThat(redis.hgetAll(companion("buyers")))
                .isEqualTo(Map.of(
                        "buyer:ann",
                        "2",
                        "buyer:ben",
                        "1",
                        "buyer:cem",
                        "1",
                        "buyer:dan",
                        "0",
                        "buyer:eve",
                        "0",
                        "buyer:fay",
                        "3"));
        assertThat(redis.keys("*" + sale + "*recovering*")).isEmpty();

        Decision paidLate = decide(confirm(1));
        assertThat(paidLate.outcome()).as("of one that is due").isEqualTo(Outcome.LATE);
        assertThat(paidLate.order().expired()).isTrue();
        assertThat(decide(confirm(1)).entry())
                .as("of the refund the shop hears once")
                .isNull();
        assertThat(decide(confirm(4)).entry()).as("and heard before").isNull();
        assertThat(decide(confirm(4)).outcome()).isEqualTo(Outcome.LATE);
        assertThat(decide(confirm(5)).entry().event()).isInstanceOf(SaleEvent.Late.class);
        assertThat(decide(confirm(2)).outcome()).isEqualTo(Outcome.CHANGED);
        assertThat(decide(confirm(2)).outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(decide(cancel(3)).outcome()).isEqualTo(Outcome.CHANGED);
        assertThat(decide(cancel(3)).outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(decide(cancel(6)).outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(decide(purchase("fay", 1)).outcome()).isEqualTo(Outcome.LIMIT_REACHED);
        assertThat(decide(purchase("dan", 3)).outcome()).isEqualTo(Outcome.ACCEPTED);

        // Held are the orders of fay and dan, confirmed is ben's.
        assertThat(redis.get(sale.value())).isEqualTo(Long.toString(20 - 3 - 3 - 1));
        assertThat(redis.hgetAll(companion("sale"))).containsAllEntriesOf(Map.of("held", "6", "heldOrders", "2"));
        assertJournalIsDense();
    }

    @Test
    void takesWhatTheOutboxKnowsAsIfItWereLogged() {
        journal.at(now).defined(HELD).restocked(20, null);
        journal.bought(2, "ann", null)
                .bought(1, "ben", null)
                .released(1, Reason.CANCELLED)
                .confirmed(2);
        List<OutboxEntry> entries = journal.entries();
        // Of one order only the end is logged, of the other only the beginning.
        log.writeShuffled(List.of(entries.get(0), entries.get(1), entries.get(3), entries.get(4)), 3);
        for (OutboxEntry entry : List.of(entries.get(2), entries.get(5))) {
            redis.hset(
                    companion("outbox").getBytes(UTF_8), entry.id().toString().getBytes(UTF_8), entry.bytes());
        }

        assertThat(log.recover(sale))
                .contains("Recovered: allotment 20, 2 orders, 19 left, seq 2 (0 numbers void)")
                .contains("Orders: 0 held (0 units), 1 confirmed, 1 released (2 units went back).");

        assertThat(redis.hget(companion("states"), order(1).toString())).startsWith("RELEASED 5 ");
        assertThat(redis.hget(companion("states"), order(2).toString())).startsWith("CONFIRMED 6 ");
        assertThat(redis.exists(companion("held"))).isFalse();
    }

    @Test
    void rebuildsAfterRedisCameBackOlder() {
        journal.at(now).defined(HELD).restocked(10, null).bought(1, "ann", null).bought(2, "ben", null);
        List<OutboxEntry> entries = journal.entries();
        log.writeShuffled(entries, 1);
        log.recover(sale);
        Map<String, byte[]> backup = new TreeMap<>();
        redis.keys("*" + sale + "*").forEach(key -> backup.put(key, redis.dump(key)));
        decide(confirm(1));
        decide(cancel(2));
        new JournalWriter(log.kafka()).write(decided);
        redis.del(backup.keySet().toArray(String[]::new));
        backup.forEach((key, value) ->
                redis.restore(key, 0, value, RestoreParams.restoreParams().replace()));

        counter.close();
        logged =
                LoggedSeq.Mark.of(decided.get(1).event(), decided.get(1).offer().epoch());
        counter = counter();
        assertThat(attempt(confirm(2)).decisions().get(0).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(redis.hget(companion("sale"), "state"))
                .as("older by its events")
                .isEqualTo("HALTED");

        assertThat(log.recover(sale))
                .contains("Recovered: allotment 10, 2 orders, 9 left, seq 2 (0 numbers void)")
                .contains("Orders: 0 held (0 units), 1 confirmed, 1 released (2 units went back).");

        decided.clear();
        assertThat(decide(confirm(1)).outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(decide(cancel(2)).outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(decide(confirm(2)).outcome()).isEqualTo(Outcome.LATE);
        assertThat(redis.get(sale.value())).isEqualTo("9");
    }

    @Test
    void doesNotCountAReleaseThatAnEarlierRecoverGaveUp() {
        journal.at(now).defined(HELD).restocked(10, null).bought(2, "ann", null).released(1, Reason.CANCELLED);
        List<OutboxEntry> entries = new ArrayList<>(journal.entries());
        SaleEvent.Recovered recovered =
                new SaleEvent.Recovered(sale, 5, 8, now, 1000, List.of(new NumberRange(4, 4)), List.of());
        entries.add(OutboxEntry.of(recovered, null, new OutboxEntry.Offer(10, 1000)));
        log.writeShuffled(entries, 5);

        assertThat(log.recover(sale))
                .contains("Recovered: allotment 10, 1 order, 8 left, seq 1")
                .contains("Orders: 1 held (2 units), 0 confirmed, 0 released (0 units went back).");

        assertThat(redis.hgetAll(companion("buyers"))).isEqualTo(Map.of("buyer:ann", "2"));
        assertThat(decide(cancel(1)).outcome()).isEqualTo(Outcome.CHANGED);
        assertThat(redis.get(sale.value())).isEqualTo("10");
    }

    @Test
    void doesNotCountAnOrderThatAnEarlierRecoverGaveUp() {
        journal.at(now).defined(HELD).restocked(10, null).bought(2, "ann", null).bought(3, "ben", "k");
        List<OutboxEntry> entries = new ArrayList<>(journal.entries());
        SaleEvent.Recovered recovered = new SaleEvent.Recovered(
                sale, 5, 8, now, 1000, List.of(new NumberRange(4, 4)), List.of(new NumberRange(2, 2)));
        entries.add(OutboxEntry.of(recovered, null, new OutboxEntry.Offer(10, 1000)));
        log.writeShuffled(entries, 5);

        assertThat(log.recover(sale))
                .contains("Recovered: allotment 10, 1 order, 8 left, seq 2 (1 number void), 0 keys")
                .contains("Orders: 1 held (2 units), 0 confirmed, 0 released (0 units went back).");

        assertThat(redis.hgetAll(companion("buyers"))).isEqualTo(Map.of("buyer:ann", "2"));
        assertThat(redis.get(sale.value())).isEqualTo("8");
    }

    @Test
    void countsWhatContradictsItselfSuchThatNoUnitIsSoldTwice() {
        journal.at(now).defined(HELD).restocked(10, null);
        journal.bought(2, "ann", null).released(1, Reason.EXPIRED).released(1, Reason.CANCELLED);
        journal.bought(3, "ben", null).released(2, Reason.EXPIRED);
        List<OutboxEntry> entries = new ArrayList<>(journal.entries());
        OrderId lost = order(2);
        entries.remove(5); // ben's acceptance was lost, and his release was not
        log.writeShuffled(entries, 5);

        assertThat(log.recover(sale))
                .contains("Recovered: allotment 10, 1 order, 10 left, seq 1")
                .contains("Orders: 0 held (0 units), 0 confirmed, 1 released (2 units went back).")
                .contains("WARNING: events of 2 orders contradict each other")
                .contains(order(1) + " (no 4 and no 5 release it)")
                .contains(lost + " (nothing accepts it, or lets it change)");

        assertThat(redis.hgetAll(companion("sale"))).containsEntry("left", "10");
        assertThat(redis.hgetAll(companion("buyers"))).isEqualTo(Map.of("buyer:ann", "0"));
        assertThat(decide(confirm(lost)).outcome()).isEqualTo(Outcome.UNKNOWN_ORDER);
    }

    /** An instance released ann's order and died; another one had sold her unit to ben by then, and Redis was lost. */
    @Test
    void sellsNoUnitTwiceWhoseReleaseWasLost() {
        journal.at(now.minusSeconds(7200)).defined(HELD).restocked(2, null);
        journal.bought(1, "ann", null).bought(1, "cem", null).extended(2, now.plusSeconds(600));
        journal.released(1, Reason.EXPIRED).at(now).bought(1, "ben", null).confirmed(3);
        List<OutboxEntry> entries = new ArrayList<>(journal.entries());
        SaleEvent lost = entries.remove(5).event();
        assertThat(lost).isInstanceOf(SaleEvent.Released.class);
        log.writeShuffled(entries, 3);

        assertThat(log.recover(sale))
                .contains("Recovered: allotment 2, 3 orders, 0 left, seq 3")
                .contains("Orders: 1 held (1 unit), 1 confirmed, 1 released (1 unit went back).")
                .contains("Held orders gave theirs back, the earliest first: 1 (" + order(1) + " ...)")
                .doesNotContain("units more than the allotment.");

        assertThat(redis.hgetAll(companion("sale")))
                .containsAllEntriesOf(Map.of("left", "0", "held", "1", "heldOrders", "1"));
        assertThat(redis.hgetAll(companion("buyers")))
                .isEqualTo(Map.of("buyer:ann", "0", "buyer:ben", "1", "buyer:cem", "1"));
        assertThat(attempt(purchase("dan", 1)).decisions().get(0).outcome()).isEqualTo(Outcome.SOLD_OUT);
        assertThat(decide(confirm(1)).outcome()).isEqualTo(Outcome.LATE);
        assertThat(decide(cancel(2)).outcome()).isEqualTo(Outcome.CHANGED);
        assertThat(redis.get(sale.value())).as("of cem alone").isEqualTo("1");
        redis.del(sale.value(), companion("sale"));
        new JournalWriter(log.kafka()).write(decided);
        assertThat(log.recover(sale))
                .as("once more, from the log alone")
                .contains("Recovered: allotment 2, 3 orders, 1 left, seq 3")
                .contains("Orders: 0 held (0 units), 1 confirmed, 2 released (2 units went back).")
                .doesNotContain("WARNING");
    }

    @Test
    void goesOnFromWhatRedisRemembersWhereTheLogHasLostItsBeginning() throws Exception {
        journal.at(now).defined(HELD).restocked(10, null).bought(2, "ann", null).bought(1, "ben", null);
        journal.bought(3, "cem", null);
        log.writeShuffled(journal.entries(), 1);
        log.recover(sale);
        log.loseAll();
        decide(confirm(1));
        decide(cancel(2));
        new JournalWriter(log.kafka()).write(decided);
        redis.hset(companion("sale"), "state", "HALTED");
        redis.del(companion("held"));

        assertThat(log.recover(sale))
                .contains("5 left, seq 3")
                .contains("Orders: 1 held (3 units), 1 confirmed, 1 released");

        decided.clear();
        assertThat(decide(confirm(1)).outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(decide(confirm(2)).outcome()).isEqualTo(Outcome.LATE);
        assertThat(decide(cancel(3)).order().state()).isEqualTo(OrderState.RELEASED);
        assertThat(redis.get(sale.value())).isEqualTo("8");
        assertThat(redis.hgetAll(companion("sale"))).containsAllEntriesOf(Map.of("held", "0", "heldOrders", "0"));
    }

    /** Ann's and ben's orders are over and their units sold to dan, of which Redis and the cut log know nothing but his events. */
    @Test
    void givesNoUnitBackOfAnOrderThatOnlyAnOlderRedisRemembers() throws Exception {
        journal.at(now).defined(HELD).restocked(4, null).bought(1, "ann", null).bought(1, "ben", null);
        journal.bought(1, "cem", null).bought(1, "eve", null).confirmed(2);
        log.writeShuffled(journal.entries(), 1);
        log.recover(sale);
        Map<String, byte[]> backup = new TreeMap<>();
        redis.keys("*" + sale + "*").forEach(key -> backup.put(key, redis.dump(key)));
        decide(cancel(1));
        decide(cancel(2));
        decide(purchase("dan", 2));
        log.loseAll();
        decided.clear();
        decide(confirm(3));
        new JournalWriter(log.kafka()).write(decided);
        redis.del(redis.keys("*" + sale + "*").toArray(String[]::new));
        backup.forEach((key, value) ->
                redis.restore(key, 0, value, RestoreParams.restoreParams().replace()));
        redis.hset(companion("sale"), "state", "HALTED");

        assertThat(log.recover(sale))
                .contains("0 left")
                .contains("Orders: 0 held (0 units), ")
                .contains("WARNING: 3 orders are forgotten");

        assertThat(decide(cancel(1)).outcome()).isEqualTo(Outcome.UNKNOWN_ORDER);
        assertThat(decide(cancel(2)).outcome()).isEqualTo(Outcome.UNKNOWN_ORDER);
        assertThat(decide(cancel(4)).outcome()).as("nobody can know").isEqualTo(Outcome.UNKNOWN_ORDER);
        assertThat(decide(confirm(3)).outcome()).as("the log does").isEqualTo(Outcome.UNCHANGED);
        assertThat(redis.get(sale.value())).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"states", "held"})
    void mendsASaleThatLostWhatItRemembersOfItsOrders(String lost) {
        journal.at(now)
                .defined(HELD)
                .restocked(10, null)
                .bought(2, "ann", null)
                .bought(1, "ben", null)
                .confirmed(2);
        log.writeShuffled(journal.entries(), 1);
        log.recover(sale);
        redis.del(companion(lost));
        assertThat(attempt(confirm(1)).decisions().get(0).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(redis.hget(companion("sale"), "state")).isEqualTo("HALTED");

        assertThat(log.recover(sale))
                .contains("Recovered: allotment 10, 2 orders, 7 left")
                .contains("Orders: 1 held (2 units), 1 confirmed, 0 released (0 units went back).");

        assertThat(decide(confirm(1)).outcome()).isEqualTo(Outcome.CHANGED);
        assertThat(decide(confirm(2)).outcome()).isEqualTo(Outcome.UNCHANGED);
    }

    @Test
    void writesNothingAboutOrdersOfASaleThatRemembersNone() {
        journal.at(now).restocked(10, null).bought(2, "ann", null);
        log.writeShuffled(journal.entries(), 1);

        assertThat(log.recover(sale)).contains("8 left, seq 1").doesNotContain("Orders:");

        assertThat(redis.exists(companion("states"), companion("held"))).isZero();
        assertThat(redis.hgetAll(companion("sale"))).doesNotContainKeys("states", "held", "heldOrders");
    }

    /** The journal in the log, what recover wrote there, and what was decided since, have each number once. */
    private void assertJournalIsDense() {
        long before = journal.entries().size() + 1; // RECOVERED
        assertThat(decided.stream().map(entry -> entry.event().no()).sorted(Comparator.naturalOrder()))
                .containsExactlyElementsOf(LongStream.rangeClosed(before + 1, before + decided.size())
                        .boxed()
                        .toList());
        long left = 13;
        for (OutboxEntry entry : decided) {
            left += entry.event().units();
            assertThat(entry.event().left()).as("%s", entry.event()).isEqualTo(left);
        }
    }

    private OrderId order(long place) {
        return journal.order(place).orderId();
    }

    private OrderChange confirm(long place) {
        return confirm(order(place));
    }

    private static OrderChange confirm(OrderId order) {
        return new OrderChange.Confirm(order, SHOP);
    }

    private OrderChange cancel(long place) {
        return new OrderChange.Cancel(order(place), SHOP, null);
    }

    private static Purchase purchase(String buyer, int quantity) {
        return new Purchase(null, new BuyerId(buyer), quantity);
    }

    private Decision decide(Request request) {
        return attempt(request).decisions().get(0);
    }

    private Attempt.Decided attempt(Request request) {
        Attempt.Decided done = (Attempt.Decided) counter.decide(List.of(request), List.of());
        List<OutboxEntry> events = new ArrayList<>(done.others());
        done.decisions().stream()
                .map(Decision::entry)
                .filter(entry -> entry != null)
                .forEach(events::add);
        events.sort(Comparator.comparingLong(entry -> entry.event().no()));
        decided.addAll(events);
        return done;
    }

    private RedisStockCounter counter() {
        return new RedisStockCounter(
                sale,
                new RedisSettings(URI.create(servers.redisUrl()), Duration.ofSeconds(5)),
                new RedisStockCounter.Settings(
                        null, 1000, Duration.ofSeconds(5), Duration.ofHours(1), Duration.ZERO, Duration.ZERO),
                () -> logged,
                Clock.systemUTC());
    }

    private String companion(String name) {
        return "{" + sale + "}:" + name;
    }
}
