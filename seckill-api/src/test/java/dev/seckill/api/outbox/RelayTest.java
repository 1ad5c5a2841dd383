package dev.seckill.api.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.model.Order;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class RelayTest {

    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final int BATCH = 100;
    private static final SaleId OTHER = new SaleId("other");
    private static final Duration LONG = Duration.ofHours(1);

    private final OrderIdGenerator ids = new OrderIdGenerator(Clock.systemUTC());
    private final InMemoryOutbox outbox = new InMemoryOutbox();
    private final FakeOrderLog log = new FakeOrderLog();
    private final OutboxDelivery delivery = new OutboxDelivery(log, new OutboxDelivery.Settings(LONG, LONG, 1_000_000));
    private final Set<SaleId> inUse = ConcurrentHashMap.newKeySet();
    private Consumer<SaleId> looks = sale -> {};
    private Relay relay;

    @AfterEach
    void close() {
        relay.close();
        delivery.close();
    }

    @Test
    void deliversWhatStaysInTheOutboxOnce() {
        OutboxEntry entry = entry();
        outbox.add(entry);

        start(AT_ONCE);

        await().until(() -> log.count() == 1);
        awaitLooks(5);
        assertThat(log.count()).isEqualTo(1);
        assertThat(log.sent(0).entry()).isEqualTo(entry);
    }

    @Test
    void leavesAnOrderAloneThatItHasNotSeenForLong() {
        outbox.add(entry());

        start(LONG);

        awaitLooks(5);
        assertThat(log.count()).isZero();
    }

    @Test
    void hasSalesThatHoldOrdersTakenIntoUseSoManyAtATime() {
        List<SaleId> many =
                IntStream.range(0, 250).mapToObj(n -> new SaleId("holds-" + n)).toList();
        many.forEach(outbox::holds);
        relay = relay(LONG, LONG);
        await().until(() -> outbox.looks() == 1 && inUse.size() >= 100);
        relay.close();
        assertThat(inUse).hasSize(100);

        start(LONG);
        await().until(() -> inUse.containsAll(many));
    }

    @Test
    void leavesTheOutboxAloneUntilTheSaleIsFoundSound() {
        outbox.add(entry());
        outbox.sound(SaleId.DEFAULT, false);

        start(AT_ONCE);

        awaitLooks(5);
        assertThat(log.count()).isZero();
        outbox.sound(SaleId.DEFAULT, true);
        await().until(() -> log.count() == 1);
    }

    @Test
    void hasASaleLookedAtThatNobodyHasFoundSoundAndNobodyAsksFor() {
        OutboxEntry entry = entry(OTHER);
        outbox.add(entry);
        outbox.sound(OTHER, false);
        looks = sale -> outbox.sound(sale, true);

        start(AT_ONCE);

        await().until(() -> log.count() == 1);
        assertThat(log.sent(0).entry()).isEqualTo(entry);
    }

    @Test
    void keepsWhatTheLogIsNotReadyFor() {
        outbox.add(entry());
        log.ready(false);

        start(AT_ONCE);

        awaitLooks(5);
        assertThat(log.count()).isZero();
        log.ready(true);
        await().until(() -> log.count() == 1);
    }

    @Test
    void sendsAgainWhatCouldNotBeSentAlsoWhenTheOutboxHasLostIt() {
        OutboxEntry entry = entry();
        failToSend(entry);

        start(LONG);

        await().until(() -> log.count() == 2);
        assertThat(log.sent(1).entry()).isSameAs(entry);
        assertThat(delivery.unlogged()).as("recover must wait for it").isEqualTo(1);
        await().until(() -> outbox.toldUnlogged().equals(Map.of(SaleId.DEFAULT, 1)));
    }

    @Test
    void forgetsWhatCouldNotBeSentOnceTheSaleWasRebuiltWithoutIt() {
        failToSend(entry());
        outbox.rebuiltAt(SaleId.DEFAULT, 1);

        start(LONG);

        await().until(() -> delivery.unlogged() == 0);
        assertThat(log.count()).isEqualTo(1);
    }

    @Test
    void sendsWhatCouldNotBeSentThoughTheSaleWasRebuiltIfItIsInTheOutbox() {
        OutboxEntry entry = entry();
        failToSend(entry);
        outbox.add(entry);
        outbox.rebuiltAt(SaleId.DEFAULT, 1);

        start(LONG);

        await().until(() -> log.count() == 2);
        assertThat(delivery.unlogged()).isEqualTo(1);
    }

    @Test
    void goesOnOnceTheStoreIsBack() {
        outbox.add(entry());
        outbox.away(true);

        start(AT_ONCE);

        await().until(() -> outbox.beats() >= 3);
        assertThat(outbox.looks()).isZero();
        outbox.away(false);
        await().until(() -> log.count() == 1);
    }

    @Test
    void leavesOnlyTheOutboxOfTheSaleAloneThatIsNotSound() {
        OutboxEntry entry = entry(OTHER);
        outbox.add(entry());
        outbox.add(entry);
        outbox.sound(SaleId.DEFAULT, false);

        start(AT_ONCE);

        awaitLooks(5);
        assertThat(log.count()).isEqualTo(1);
        assertThat(log.sent(0).entry()).isEqualTo(entry);
    }

    @Test
    void keepsWhatCouldNotBeSentThoughAnotherSaleWasRebuilt() {
        failToSend(entry());
        outbox.rebuiltAt(OTHER, 1);

        start(LONG);

        await().until(() -> log.count() == 2);
        assertThat(delivery.unlogged()).isEqualTo(1);
    }

    @Test
    void deliversOfASaleThatHasFewAtOnceThoughAnotherHasVeryMany() {
        List<OutboxEntry> few = List.of(entry(OTHER), entry(OTHER), entry(OTHER));
        IntStream.range(0, 1000).forEach(i -> outbox.add(entry()));
        few.forEach(outbox::add);

        start(AT_ONCE);

        await().until(() -> log.count() >= BATCH);
        List<OutboxEntry> sent = new ArrayList<>();
        for (int i = 0; i < 2 * few.size(); i++) {
            sent.add(log.sent(i).entry());
        }
        assertThat(sent).containsAll(few);
    }

    @Test
    void takesTurnsAlsoWithWhatCouldNotBeSent() {
        OutboxEntry entry = entry(OTHER);
        IntStream.range(0, BATCH).forEach(i -> delivery.deliver(entry(), null));
        delivery.deliver(entry, null);
        for (int i = 0; i <= BATCH; i++) {
            log.sent(i).acknowledgement().failed(new IllegalStateException("timed out"));
        }

        start(LONG);

        await().until(() -> log.count() >= BATCH + 3);
        assertThat(List.of(log.sent(BATCH + 1).entry(), log.sent(BATCH + 2).entry()))
                .contains(entry);
    }

    @Test
    void settlesWhatIsLoggedOfASaleThatNobodyDecidesHere() {
        outbox.add(entry(OTHER));
        start(AT_ONCE);
        await().until(() -> log.count() == 1);

        log.sent(0).acknowledgement().logged();

        await().until(() -> outbox.left().isEmpty());
        await().until(() -> outbox.toldUnlogged().isEmpty());
        assertThat(delivery.salesToSettle()).isEmpty();
    }

    @Test
    void settlesWhatIsLoggedOfASaleOutOfReachLaterAndThatOfOthersNow() {
        OutboxEntry outOfReach = entry(OTHER);
        outbox.add(outOfReach);
        outbox.add(entry());
        outbox.outOfReach(OTHER, true);
        start(AT_ONCE);
        await().until(() -> log.count() == 2);

        log.sent(0).acknowledgement().logged();
        log.sent(1).acknowledgement().logged();

        await().until(() -> outbox.left().size() == 1);
        assertThat(outbox.left()).containsExactly(outOfReach.id());
        outbox.outOfReach(OTHER, false);
        await().until(() -> outbox.left().isEmpty());
        await().until(() -> delivery.salesToSettle().isEmpty());
    }

    @Test
    void settlesWhatIsLoggedWhenItEnds() {
        OutboxEntry entry = entry();
        outbox.add(entry);
        delivery.deliver(entry, null);
        relay = relay(LONG, LONG);
        await().until(() -> outbox.looks() == 1);
        log.sent(0).acknowledgement().logged();

        relay.close();

        assertThat(outbox.left()).isEmpty();
    }

    @Test
    void closesTheOutboxWithItself() {
        start(LONG);
        relay.close();

        assertThat(outbox.isClosed()).isTrue();
    }

    private void start(Duration after) {
        relay = relay(AT_ONCE, after);
    }

    private Relay relay(Duration interval, Duration after) {
        return new Relay(
                outbox,
                delivery,
                new Relay.Settings(interval, after, BATCH, Duration.ofSeconds(10)),
                sale -> looks.accept(sale),
                sale -> inUse.add(sale),
                Clock.systemUTC());
    }

    private void failToSend(OutboxEntry entry) {
        delivery.deliver(entry, null);
        log.sent(0).acknowledgement().failed(new IllegalStateException("timed out"));
    }

    private void awaitLooks(int more) {
        int before = outbox.looks();
        await().until(() -> outbox.looks() >= before + more);
    }

    private OutboxEntry entry() {
        return entry(SaleId.DEFAULT);
    }

    private OutboxEntry entry(SaleId sale) {
        return OutboxEntry.of(
                new SaleEvent.Accepted(2, new Order(ids.next(), sale, 1, null, "car", 1, 99, Instant.now())),
                null,
                new OutboxEntry.Offer(100, 0));
    }
}
