package dev.seckill.api.sale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.model.BuyerId;
import dev.seckill.model.IdempotencyKey;
import dev.seckill.model.event.SaleDefinition;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.event.SalePhase;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link StockCounter} does with an operator's changes, and with purchases of several units. */
abstract class SaleChangeContract {

    private static final String ANN = "ann the operator";
    private static final SaleDefinition SHOES =
            new SaleDefinition("Schuhe für alle", "pair", null, null, 3, 2).withPicture("/schuhe.png");

    /** A counter of one more instance that sells the sale. */
    public abstract StockCounter counter(Clock clock);

    /** Sets the counter's value and fields of the sale, as a person with a Redis client would. */
    public abstract void set(String counter, Map<String, String> fields);

    public abstract String left();

    public abstract String field(String name);

    /** Everything in the outbox. */
    public abstract List<OutboxEntry> entries();

    StockCounter counter() {
        return counter(Clock.systemUTC());
    }

    @Test
    void define_makesASaleThatWasNotThere() {
        Attempt.Decided decided = StockCounterContract.decided(counter(), List.of(define(10, SHOES), buy("b", 2)));

        assertThat(decided.decisions())
                .extracting(Decision::outcome)
                .containsExactly(Outcome.CHANGED, Outcome.ACCEPTED);
        SaleEvent.SaleChanged defined =
                (SaleEvent.SaleChanged) decided.others().get(0).event();
        assertThat(defined.change()).isEqualTo(SaleEvent.SaleChanged.Change.DEFINED);
        assertThat(defined.definition()).isEqualTo(SHOES);
        assertThat(defined.state()).isEqualTo(SalePhase.OPEN);
        assertThat(defined.by()).isEqualTo(ANN);
        assertThat(defined.left()).isZero();
        SaleEvent restocked = decided.decisions().get(0).entry().event();
        assertThat(restocked).isEqualTo(new SaleEvent.Restocked(restocked.sale(), 2, 10, 10, restocked.at(), ANN));
        assertThat(decided.decisions().get(1).entry().order().item()).isEqualTo("pair");
        assertThat(decided.left()).isEqualTo(8);
        assertThat(left()).isEqualTo("8");
        assertThat(List.of(field("no"), field("left"), field("seq"), field("allotment")))
                .containsExactly("3", "8", "1", "10");
        assertThat(List.of(field("name"), field("item"), field("perBuyer"), field("perOrder"), field("picture")))
                .containsExactly("Schuhe für alle", "pair", "3", "2", "/schuhe.png");
        assertThat(journal()).extracting(SaleEvent::no).containsExactly(1L, 2L, 3L);
        assertThat(seen().definition()).isEqualTo(SHOES);
    }

    @Test
    void define_makesASaleOfNothing() {
        Attempt.Decided decided = StockCounterContract.decided(counter(), List.of(define(0, SHOES)));

        assertThat(decided.decisions()).extracting(Decision::outcome).containsExactly(Outcome.CHANGED);
        assertThat(left()).isEqualTo("0");
        assertThat(journal()).hasSize(1);
        assertThat(seen().status()).isEqualTo(SaleSeen.Status.SOLD_OUT);
        assertThat(outcome(define(0, SHOES))).isEqualTo(Outcome.UNCHANGED);
    }

    @Test
    void define_changesOnlyWhatIsDifferent() {
        outcome(define(10, SHOES));
        outcome(buy("b", 2));
        SaleDefinition later =
                new SaleDefinition("Schuhe", "pair", Instant.now().plusSeconds(3600), null, 3, 2);

        assertThat(outcome(define(10, SHOES))).isEqualTo(Outcome.UNCHANGED);
        assertThat(journal()).hasSize(3);
        assertThat(outcome(define(10, later))).isEqualTo(Outcome.CHANGED);
        assertThat(journal()).hasSize(4);
        assertThat(outcome(buy("c", 1))).isEqualTo(Outcome.NOT_OPEN);
        assertThat(seen().status()).isEqualTo(SaleSeen.Status.SCHEDULED);
        assertThat(outcome(define(15, later))).isEqualTo(Outcome.CHANGED);
        assertThat(last()).isInstanceOf(SaleEvent.Restocked.class);
        assertThat(last().units()).isEqualTo(5);
        assertThat(left()).isEqualTo("13");
        assertThat(outcome(define(2, SHOES))).isEqualTo(Outcome.CHANGED);
        assertThat(left()).isEqualTo("0");
        assertThat(seen().definition()).as("the hours are gone").isEqualTo(SHOES);
        Decision below = decide(define(1, later));
        assertThat(below.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(below.detail()).contains("2 that are sold");
        assertThat(seen().definition()).isEqualTo(SHOES);
    }

    @Test
    void define_takesABareCounterOver() {
        set("7", Map.of());
        outcome(buy("b", 1));

        assertThat(outcome(define(7, SHOES))).isEqualTo(Outcome.CHANGED);
        assertThat(last()).isInstanceOf(SaleEvent.SaleChanged.class);
        assertThat(left()).isEqualTo("6");
        assertThat(outcome(buy("b", 2))).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void define_refusesHoursThatTheStoreWouldNotTakeForATime() {
        Instant longAgo = Instant.parse("1999-12-31T00:00:00Z");

        assertThat(outcome(define(1, new SaleDefinition("a", "b", longAgo, null, 0, 1))))
                .isEqualTo(Outcome.REFUSED);
        assertThat(left()).isNull();
    }

    @Test
    void restock_putsUnitsOnSaleForThePurchasesAfterIt() {
        set("1", Map.of());

        List<Decision> decisions = StockCounterContract.decide(
                counter(), List.of(buy("b", 1), buy("c", 1), restock(null, 2), buy("d", 2), buy("e", 1)));

        assertThat(decisions)
                .extracting(Decision::outcome)
                .containsExactly(
                        Outcome.ACCEPTED, Outcome.SOLD_OUT, Outcome.CHANGED, Outcome.ACCEPTED, Outcome.SOLD_OUT);
        assertThat(decisions.get(2).seen().left()).isEqualTo(2);
        assertThat(decisions.get(2).seen().allotment()).isEqualTo(3);
        assertThat(journal()).extracting(SaleEvent::left).containsExactly(1L, 0L, 2L, 0L);
        assertThat(entries())
                .filteredOn(entry -> entry.event().no() > 2)
                .extracting(entry -> entry.offer().allotment())
                .containsOnly(3L);
        assertThat(left()).isEqualTo("0");
        assertThat(field("allotment")).isEqualTo("3");
    }

    @Test
    void restock_isMadeOnceForAKey() {
        set("1", Map.of());
        Decision first = decide(restock("k", 5));
        List<Decision> again = StockCounterContract.decide(counter(), List.of(restock("k", 5), restock("k", 4)));

        assertThat(first.outcome()).isEqualTo(Outcome.CHANGED);
        assertThat(first.entry().key()).isEqualTo(new IdempotencyKey("k"));
        assertThat(again).extracting(Decision::outcome).containsExactly(Outcome.UNCHANGED, Outcome.KEY_REUSED);
        assertThat(again.get(0).entry().id()).isEqualTo(first.entry().id());
        assertThat(left()).isEqualTo("6");
        assertThat(StockCounterContract.decide(counter(), List.of(restock("l", 1), restock("l", 1))))
                .extracting(Decision::outcome)
                .containsExactly(Outcome.CHANGED, Outcome.UNCHANGED);
        assertThat(left()).isEqualTo("7");
        assertThat(outcome(new Purchase(new IdempotencyKey("k"), null)))
                .as("buyers have keys of their own")
                .isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void restock_takesNoMoreBackThanIsLeft() {
        set("5", Map.of());
        outcome(buy("b", 2));

        assertThat(outcome(restock(null, -4))).isEqualTo(Outcome.REFUSED);
        assertThat(outcome(restock(null, Long.MIN_VALUE))).isEqualTo(Outcome.REFUSED);
        assertThat(left()).isEqualTo("3");
        assertThat(outcome(restock(null, -3))).isEqualTo(Outcome.CHANGED);
        assertThat(left()).isEqualTo("0");
        assertThat(field("allotment")).isEqualTo("2");
    }

    @Test
    void restock_offersNoMoreThanASaleMayHave() {
        set("999999998", Map.of());
        outcome(buy("b", 2));

        assertThat(outcome(restock(null, 3))).isEqualTo(Outcome.REFUSED);
        assertThat(outcome(restock(null, Long.MAX_VALUE))).isEqualTo(Outcome.REFUSED);
        assertThat(outcome(define(1_000_000_001, SHOES))).isEqualTo(Outcome.REFUSED);
        assertThat(outcome(restock(null, 2))).isEqualTo(Outcome.CHANGED);
        assertThat(left()).isEqualTo("999999998");
    }

    @Test
    void restock_countsFromNothingWhereSomebodySetTheCounterBelow() {
        set("-4", Map.of());

        assertThat(outcome(restock(null, 5))).isEqualTo(Outcome.CHANGED);
        assertThat(left()).isEqualTo("5");
    }

    @Test
    void aChangeByHandIsToldBeforeTheChangesOfTheSameBatch() {
        set("5", Map.of());
        outcome(buy("b", 1));
        set("14", Map.of());

        StockCounterContract.decide(counter(), List.of(restock(null, -3), buy("b", 4)));

        assertThat(journal()).extracting(SaleEvent::units).containsExactly(5L, -1L, 10L, -3L, -4L);
        assertThat(journal()).extracting(SaleEvent::left).containsExactly(5L, 4L, 14L, 11L, 7L);
        assertThat(left()).isEqualTo("7");
        assertThat(field("allotment")).isEqualTo("12");
    }

    @Test
    void pause_holdsForThePurchasesAfterItUntilTheSaleIsResumed() {
        set("9", Map.of());

        List<Decision> decisions = StockCounterContract.decide(
                counter(),
                List.of(
                        buy("b", 1),
                        new SaleChange.Pause(ANN),
                        new SaleChange.Pause(ANN),
                        buy("b", 1),
                        new Look(),
                        restock(null, 1)));

        assertThat(decisions)
                .extracting(Decision::outcome)
                .containsExactly(
                        Outcome.ACCEPTED,
                        Outcome.CHANGED,
                        Outcome.UNCHANGED,
                        Outcome.NOT_OPEN,
                        Outcome.SEEN,
                        Outcome.CHANGED);
        assertThat(decisions.get(3).seen().status()).isEqualTo(SaleSeen.Status.PAUSED);
        assertThat(field("state")).isEqualTo("PAUSED");
        assertThat(outcome(buy("b", 1))).isEqualTo(Outcome.NOT_OPEN);
        assertThat(StockCounterContract.decide(counter(), List.of(new SaleChange.Resume(ANN), buy("b", 1))))
                .extracting(Decision::outcome)
                .containsExactly(Outcome.CHANGED, Outcome.ACCEPTED);
        assertThat(outcome(new SaleChange.Resume(ANN))).isEqualTo(Outcome.UNCHANGED);
        assertThat(left()).isEqualTo("8");
    }

    @Test
    void close_isFinal() {
        set("9", Map.of());
        outcome(restock("k", 1));

        assertThat(outcome(new SaleChange.Close(ANN))).isEqualTo(Outcome.CHANGED);
        assertThat(((SaleEvent.SaleChanged) last()).state()).isEqualTo(SalePhase.CLOSED);
        assertThat(outcome(new SaleChange.Close(ANN))).isEqualTo(Outcome.UNCHANGED);
        assertThat(List.of(
                        outcome(new SaleChange.Resume(ANN)),
                        outcome(new SaleChange.Pause(ANN)),
                        outcome(restock(null, 1)),
                        outcome(define(10, SHOES))))
                .containsOnly(Outcome.REFUSED);
        assertThat(outcome(restock("k", 1))).as("made before").isEqualTo(Outcome.UNCHANGED);
        assertThat(outcome(buy("b", 1))).isEqualTo(Outcome.NOT_OPEN);
    }

    @Test
    void aSaleThatIsHaltedTakesNoChange() {
        set("9", Map.of("state", "HALTED"));

        for (Request change :
                List.of(new SaleChange.Resume(ANN), new SaleChange.Close(ANN), restock(null, 1), define(9, SHOES))) {
            assertThat(outcome(change)).isEqualTo(Outcome.REFUSED);
        }
        assertThat(field("state")).isEqualTo("HALTED");
        assertThat(seen().status()).isEqualTo(SaleSeen.Status.HALTED);
    }

    @Test
    void nothingIsKnownOfASaleThatIsNotThere() {
        for (Request request : List.of(new SaleChange.Pause(ANN), restock("k", 1), new Look(), buy("b", 1))) {
            assertThat(outcome(request)).isEqualTo(Outcome.UNKNOWN_SALE);
        }
        assertThat(left()).isNull();
        assertThat(entries()).isEmpty();
    }

    @Test
    void aPurchaseGetsAllItsUnitsOrNone() {
        set("5", Map.of());

        List<Decision> decisions =
                StockCounterContract.decide(counter(), List.of(buy("b", 3), buy("c", 3), buy("c", 2), buy("c", 1)));

        assertThat(decisions)
                .extracting(Decision::outcome)
                .containsExactly(Outcome.ACCEPTED, Outcome.NOT_ENOUGH, Outcome.ACCEPTED, Outcome.SOLD_OUT);
        assertThat(decisions.get(0).entry().order().quantity()).isEqualTo(3);
        assertThat(decisions.get(1).seen().left()).isEqualTo(2);
        assertThat(decisions.get(1).detail()).contains("Only 2 of 3");
        assertThat(List.of(left(), field("left"), field("seq"), field("allotment")))
                .containsExactly("0", "0", "2", "5");
    }

    @Test
    void theLimitsAreForUnits() {
        set("100", Map.of("perBuyer", "5", "perOrder", "3"));

        assertThat(List.of(outcome(buy("b", 3)), outcome(buy("b", 3)), outcome(buy("b", 2)), outcome(buy("b", 1))))
                .containsExactly(Outcome.ACCEPTED, Outcome.LIMIT_REACHED, Outcome.ACCEPTED, Outcome.LIMIT_REACHED);
        Decision limited = decide(buy("b", 1));
        assertThat(limited.detail()).contains("at most 5").contains("has 5");
        assertThat(limited.seen().left()).isEqualTo(95);
        assertThat(decide(buy("c", 4)).detail()).contains("at most 3 to one order");
        assertThat(outcome(new Purchase(null, null, 4))).isEqualTo(Outcome.LIMIT_REACHED);
        assertThat(left()).isEqualTo("95");
    }

    @Test
    void aLimitThatIsLoweredHoldsForWhatBuyersHaveAlready() {
        set("100", Map.of());
        outcome(buy("b", 3));

        assertThat(outcome(define(100, new SaleDefinition("a", "b", null, null, 2, 9))))
                .isEqualTo(Outcome.CHANGED);
        assertThat(outcome(buy("b", 1))).isEqualTo(Outcome.LIMIT_REACHED);
        assertThat(outcome(buy("c", 2))).isEqualTo(Outcome.ACCEPTED);
    }

    /** Each of them looks like another to somebody; the last two are the same letter, composed in two ways. */
    @ParameterizedTest
    @ValueSource(strings = {"ann", "Ann", "ann ", " ann", "an n", "änn", "a\u0308nn", "ann\u200b", "аnn", "key:ann"})
    void buyersAreToldApartByteByByte(String buyer) {
        set("100", Map.of("perBuyer", "1"));
        for (String other : List.of("ANN", "a nn", "buyer:ann", "\u00c4nn", "ann\u00a0")) {
            assertThat(outcome(buy(other, 1))).isEqualTo(Outcome.ACCEPTED);
        }

        assertThat(outcome(buy(buyer, 1))).isEqualTo(Outcome.ACCEPTED);
        assertThat(outcome(buy(buyer, 1))).isEqualTo(Outcome.LIMIT_REACHED);
    }

    @Test
    void aKeyThatWasUsedForSomethingElseIsRefused() {
        set("9", Map.of());
        IdempotencyKey key = new IdempotencyKey("k");
        outcome(new Purchase(key, new BuyerId("ann"), 2));

        assertThat(outcome(new Purchase(key, new BuyerId("ann"), 2))).isEqualTo(Outcome.REPLAYED);
        for (Purchase other : List.of(
                new Purchase(key, new BuyerId("ann"), 1),
                new Purchase(key, new BuyerId("Ann"), 2),
                new Purchase(key, null, 2))) {
            assertThat(outcome(other)).isEqualTo(Outcome.KEY_REUSED);
        }
        assertThat(left()).isEqualTo("7");
    }

    @Test
    void aChangeThatHasWaitedTooLongIsNotMade() {
        set("5", Map.of());

        assertThat(counter().decide(List.of(new SaleChange.Pause(ANN)), List.of(), () -> true))
                .isInstanceOf(Attempt.TooLate.class);
        assertThat(field("state")).isNull();
        assertThat(entries()).isEmpty();
    }

    @Test
    void aChangeIsContendedWhenAnotherInstanceWasFaster() {
        set("5", Map.of());
        HookedClock clock = new HookedClock();
        StockCounter slow = counter(clock);
        clock.beforeCommit(() -> outcome(buy("b", 1)));

        assertThat(slow.decide(List.of(new SaleChange.Close(ANN)), List.of())).isInstanceOf(Attempt.Contended.class);
        assertThat(field("state")).isNull();
        assertThat(journal()).hasSize(2);
    }

    private SaleSeen seen() {
        return decide(new Look()).seen();
    }

    private Outcome outcome(Request request) {
        return decide(request).outcome();
    }

    private Decision decide(Request request) {
        return StockCounterContract.decide(counter(), List.of(request)).get(0);
    }

    /** Nothing is ever taken from the outbox here. */
    private List<SaleEvent> journal() {
        return entries().stream()
                .map(OutboxEntry::event)
                .sorted(Comparator.comparingLong(SaleEvent::no))
                .toList();
    }

    private SaleEvent last() {
        List<SaleEvent> journal = journal();
        return journal.get(journal.size() - 1);
    }

    private static SaleChange define(long allotment, SaleDefinition definition) {
        return new SaleChange.Define(ANN, allotment, definition);
    }

    private static SaleChange restock(String key, long units) {
        return new SaleChange.Restock(ANN, key == null ? null : new IdempotencyKey(key), units);
    }

    private static Purchase buy(String buyer, int quantity) {
        return new Purchase(null, new BuyerId(buyer), quantity);
    }
}
