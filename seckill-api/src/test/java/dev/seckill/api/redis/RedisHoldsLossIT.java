package dev.seckill.api.redis;

import static dev.seckill.api.redis.HeldSale.by;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.api.sale.Attempt;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.HookedClock;
import dev.seckill.api.sale.OrderChange.Cancel;
import dev.seckill.api.sale.OrderChange.Confirm;
import dev.seckill.api.sale.OrderChange.Extend;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.Purchase;
import dev.seckill.api.sale.Request;
import dev.seckill.api.sale.StockCounter;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.OrderId;
import dev.seckill.model.event.SaleEvent;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.resps.Tuple;

/** What becomes of holds when a reply gets lost, a command fails, or Redis loses what it remembers of them. */
@ExtendWith(SharedServers.class)
@Timeout(300)
final class RedisHoldsLossIT {

    private final HeldSale sale;

    RedisHoldsLossIT(ServerStack servers) throws IOException {
        this.sale = new HeldSale(servers);
    }

    @AfterEach
    void close() throws Exception {
        sale.close();
    }

    /** What may be asked of an order, and of an order whose time is over. */
    enum Step {
        CONFIRM(false, order -> new Request[] {new Confirm(order, "shop")}),
        EXTEND(false, order -> new Request[] {new Extend(order, "shop", null, null)}),
        CANCEL(false, order -> new Request[] {new Cancel(order, "shop", null)}),
        LATE(true, order -> new Request[] {new Confirm(order, "shop")}),
        EXPIRE(true, order -> new Request[0]),
        EXPIRE_AND_SELL(true, order -> new Request[] {by("bob")}),
        HOLD(false, order -> new Request[] {Purchase.ANONYMOUS, by("bob")});

        final boolean isOver;
        final Function<OrderId, Request[]> requests;

        Step(boolean isOver, Function<OrderId, Request[]> requests) {
            this.isOver = isOver;
            this.requests = requests;
        }
    }

    private record Prepared(StockCounter counter, List<Request> requests) {}

    /** One order is held by ann, over the counter whose connection may break. */
    private Prepared prepared(Step step) {
        sale.open(3, Map.of("holdFor", step.isOver ? "1" : "60", "holdMax", "120"));
        StockCounter counter = sale.counterBehindProxy();
        OrderId order = sale.buy(counter, "ann");
        if (step.isOver) {
            sale.awaitEndOfHolds();
        }
        return new Prepared(counter, List.of(step.requests.apply(order)));
    }

    @ParameterizedTest
    @EnumSource
    void aBatchWhoseReplyGotLostIsReadBack(Step step) {
        Prepared prepared = prepared(step);
        long no = Long.parseLong(sale.field("no"));
        sale.proxy.loseNextExecReply();

        Attempt attempt = prepared.counter().decide(prepared.requests(), List.of());

        assertThat(attempt).isInstanceOf(Attempt.Decided.class);
        assertThat(((Attempt.Decided) attempt).decisions())
                .extracting(Decision::outcome)
                .doesNotContain(Outcome.UNCHANGED, Outcome.UNKNOWN_ORDER);
        assertThat(Long.parseLong(sale.field("no"))).isGreaterThan(no);
        assertThat(sale.field("state")).isNull();
        sale.assertSound();
    }

    @ParameterizedTest
    @EnumSource
    void aBatchThatNeverReachedRedisIsDecidedAgain(Step step) {
        Prepared prepared = prepared(step);
        long no = Long.parseLong(sale.field("no"));
        sale.proxy.loseNextExec();

        assertThat(prepared.counter().decide(prepared.requests(), List.of())).isInstanceOf(Attempt.Contended.class);

        assertThat(Long.parseLong(sale.field("no"))).isEqualTo(no);
        assertThat(prepared.counter().decide(prepared.requests(), List.of())).isInstanceOf(Attempt.Decided.class);
        assertThat(sale.field("state")).isNull();
        sale.assertSound();
    }

    /** What another instance has decided since must not look like a part of the batch that is missing. */
    @ParameterizedTest
    @EnumSource
    void aBatchWhoseReplyGotLostIsReadBackAlsoAfterAnotherOne(Step step) {
        Prepared prepared = prepared(step);
        StockCounter other = sale.counter();
        sale.proxy.loseNextExecReply();
        sale.proxy.beforeNext("KILL", () -> {
            for (String order : sale.redis.hkeys(sale.key("states"))) {
                sale.decide(other, new Cancel(OrderId.parse(order), "shop", null));
            }
        });

        assertThat(prepared.counter().decide(prepared.requests(), List.of())).isInstanceOf(Attempt.Decided.class);

        assertThat(sale.field("state")).isNull();
        sale.assertSound();
    }

    /** Every command of every transaction fails once. */
    @ParameterizedTest
    @CsvSource({
        "HOLD, 6, -1",
        "CONFIRM, 5, -1",
        "EXTEND, 5, -1",
        "CANCEL, 6, 3",
        "LATE, 6, 3",
        "EXPIRE, 6, 3",
        "EXPIRE_AND_SELL, 8, 4"
    })
    void aBatchOfWhichACommandFailsHaltsTheSaleAndTellsNobody(Step step, int commands, int unitsBack) {
        for (int failing = isCounted(step) ? 0 : 1; failing < commands; failing++) {
            haltBy(step, failing, false);
            if (failing != unitsBack) {
                haltBy(step, failing, true);
            }
        }
    }

    /** Whether the counter changes: a command that fails and would have changed nothing leaves no trace. */
    private static boolean isCounted(Step step) {
        return step != Step.CONFIRM && step != Step.EXTEND && step != Step.EXPIRE_AND_SELL;
    }

    private void haltBy(Step step, int failing, boolean replyIsLost) {
        Prepared prepared = prepared(step);
        Halted before = new Halted(sale);
        sale.proxy.failInNextExec(failing);
        if (replyIsLost) {
            sale.proxy.loseNextExecReply();
        }
        assertHalts(prepared, before, step + ", command " + failing + (replyIsLost ? ", lost" : ""));
        sale.forget();
    }

    private void assertHalts(Prepared prepared, Halted before, String what) {
        assertThatThrownBy(() -> prepared.counter().decide(prepared.requests(), List.of()))
                .as(what)
                .isInstanceOf(StockUnavailableException.class);
        assertThat(sale.field("state")).as(what).isEqualTo("HALTED");
        assertThat(new Halted(sale)).as(what).isEqualTo(before);
    }

    /** What a halt leaves as it was before the batch. */
    private record Halted(
            List<SaleEvent> journal,
            Map<String, String> states,
            List<Tuple> held,
            String heldUnits,
            String heldOrders) {

        Halted(HeldSale sale) {
            this(
                    sale.journal(),
                    sale.redis.hgetAll(sale.key("states")),
                    sale.redis.zrangeWithScores(sale.key("held"), 0, -1),
                    sale.field("held"),
                    sale.field("heldOrders"));
        }
    }

    /** The one way in which giving a buyer's units back fails in earnest. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aReleaseThatCannotCountItsBuyersUnitsHaltsTheSale(boolean replyIsLost) {
        Prepared prepared = prepared(Step.EXPIRE);
        sale.redis.hset(sale.key("buyers"), "buyer:ann", "some");
        Halted before = new Halted(sale);
        if (replyIsLost) {
            sale.proxy.loseNextExecReply();
        }

        assertHalts(prepared, before, "expire");
    }

    @Test
    void aBatchOfWhichSomebodyHasOverwrittenATraceHaltsTheSale() {
        Prepared prepared = prepared(Step.CONFIRM);
        String order = sale.redis.hkeys(sale.key("states")).iterator().next();
        sale.proxy.loseNextExecReply();
        sale.proxy.beforeNext("KILL", () -> sale.redis.hset(sale.key("states"), order, "paid"));

        assertThatThrownBy(() -> prepared.counter().decide(prepared.requests(), List.of()))
                .isInstanceOf(StockUnavailableException.class);

        assertThat(sale.field("state")).isEqualTo("HALTED");
        assertThat(sale.redis.hget(sale.key("states"), order))
                .as("somebody else's")
                .isEqualTo("paid");
        assertThat(sale.journal()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"states", "held"})
    void aSaleThatLostWhatItRemembersOfItsOrdersIsHalted(String companion) {
        Prepared prepared = prepared(Step.CONFIRM);
        assertThat(sale.redis.del(sale.key(companion))).isEqualTo(1);

        assertThat(prepared.counter().decide(prepared.requests(), List.of()))
                .isInstanceOfSatisfying(
                        Attempt.Decided.class,
                        decided -> assertThat(decided.decisions())
                                .extracting(Decision::outcome)
                                .containsExactly(Outcome.REFUSED));

        assertThat(sale.field("state")).isEqualTo("HALTED");
        assertThat(sale.journal()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"states", "held"})
    void aSaleWhoseHoldsAreOfAnotherTypeIsHalted(String companion) {
        Prepared prepared = prepared(Step.CONFIRM);
        sale.redis.set(sale.key(companion), "x");

        prepared.counter().decide(prepared.requests(), List.of());

        assertThat(sale.field("state")).isEqualTo("HALTED");
        assertThat(sale.journal()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"states", "held"})
    void aSaleWhoseFirstHoldFindsAnotherTypeIsHalted(String companion) {
        sale.open(3);
        sale.redis.set(sale.key(companion), "x");

        sale.decide(sale.counter(), by("ann"));

        assertThat(sale.field("state")).isEqualTo("HALTED");
        assertThat(sale.left()).isEqualTo("3");
    }

    @Test
    void aSaleThatLostOneHeldOrderIsHalted() {
        Prepared prepared = prepared(Step.HOLD);
        sale.buy(prepared.counter(), "bob");
        sale.redis.zremrangeByRank(sale.key("held"), 0, 0);

        prepared.counter().decide(prepared.requests(), List.of());

        assertThat(sale.field("state")).isEqualTo("HALTED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no order", "0193542f-7a00-7000-8000-0123456789ab 1 5 - "})
    void aSaleWhoseHeldOrderCannotBeReadIsHalted(String foreign) {
        Prepared prepared = prepared(Step.EXPIRE);
        String member = sale.redis.zrange(sale.key("held"), 0, 0).get(0);
        sale.redis.zrem(sale.key("held"), member);
        sale.redis.zadd(sale.key("held"), 1, foreign);

        prepared.counter().decide(List.of(), List.of());

        assertThat(sale.field("state")).isEqualTo("HALTED");
        assertThat(sale.left()).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"paid", "HELD 2 0 5 1 5 9 a "})
    void aSaleWhoseStateOfAnOrderCannotBeReadIsHalted(String foreign) {
        Prepared prepared = prepared(Step.CONFIRM);
        sale.redis.hset(
                sale.key("states"),
                sale.redis.hkeys(sale.key("states")).iterator().next(),
                foreign);

        prepared.counter().decide(prepared.requests(), List.of());

        assertThat(sale.field("state")).isEqualTo("HALTED");
        assertThat(sale.journal()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"states", "held"})
    void nothingIsDecidedUponWhatIsGoneBeforeTheTransaction(String companion) {
        sale.open(3);
        HookedClock clock = new HookedClock();
        StockCounter counter = sale.counter(clock);
        OrderId order = sale.buy(counter, "ann");
        clock.beforeCommit(() -> sale.redis.del(sale.key(companion)));

        assertThat(counter.decide(List.of(new Confirm(order, "shop")), List.of()))
                .isInstanceOf(Attempt.Contended.class);

        assertThat(sale.decide(counter, new Confirm(order, "shop")))
                .extracting(Decision::outcome)
                .containsExactly(Outcome.REFUSED);
        assertThat(sale.field("state")).isEqualTo("HALTED");
    }

    @Test
    void aHaltedSaleReleasesNothing() {
        Prepared prepared = prepared(Step.EXPIRE);
        sale.redis.hset(sale.key("sale"), "state", "HALTED");

        assertThat(((Attempt.Decided) prepared.counter().decide(List.of(), List.of())).others())
                .isEmpty();
        assertThat(sale.left()).isEqualTo("2");
    }
}
