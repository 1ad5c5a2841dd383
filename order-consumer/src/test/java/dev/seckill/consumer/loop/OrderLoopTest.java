package dev.seckill.consumer.loop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.consumer.parking.ParkedMessage;
import dev.seckill.consumer.store.OrderStore;
import dev.seckill.consumer.store.StoreOutcome;
import dev.seckill.consumer.store.TestOrders;
import dev.seckill.model.Order;
import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.SaleEvent;
import java.util.List;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** One batch after the other. */
final class OrderLoopTest extends OrderLoopTestBase {

    @Test
    void storesAPolledBatchAndCommitsBehindIt() {
        List<Order> batch = orders.next(3);
        log(P0, batch);

        loop.turn();

        assertThat(store.ids()).containsExactlyElementsOf(ids(batch));
        assertThat(committed(P0)).isEqualTo(3);
    }

    @Test
    void commitsOnlyAfterTheInsert() {
        log(P0, orders.next(3));

        loop.turn();

        assertThat(consumer.rowsAtCommit).containsExactly("3 with 3");
    }

    @Test
    void commitsNothingWhenItDiesBetweenInsertAndCommit() {
        start(dyingAfterInsert());
        assign(P0, P1);
        List<Order> batch = orders.next(3);
        log(P0, batch);

        assertThatThrownBy(loop::turn).isInstanceOf(IllegalStateException.class);

        assertThat(committed(P0)).isZero();
        assertThat(store.ids()).hasSize(3);
    }

    @Test
    void countsADeliveryAfterSuchADeathAsDuplicate() {
        List<Order> batch = orders.next(3);
        store.store(TestOrders.events(batch));
        log(P0, batch);

        loop.turn();

        assertThat(committed(P0)).isEqualTo(3);
        assertThat(metrics.value("consumer.orders.duplicate")).isEqualTo(3);
        assertThat(metrics.value("consumer.orders.stored")).isZero();
    }

    @Test
    void parksAnUndecodableMessageAndStoresTheRest() {
        log(P0, orders.next(2));
        log(P0, "not an order".getBytes(UTF_8));
        log(P0, orders.next(2));

        loop.turn();

        assertThat(store.ids()).hasSize(4);
        assertThat(parking.parked()).singleElement().satisfies(parked -> {
            assertThat(parked.origin()).hasToString("LOG-0@2");
            assertThat(parked.reason()).startsWith("undecodable: ");
            assertThat(parked.alarm()).isFalse();
        });
        assertThat(committed(P0)).isEqualTo(5);
    }

    /** A newer program may log what looks like an order and is none. */
    @Test
    void parksAKindThatItDoesNotKnowInsteadOfStoringItAsAnOrder() {
        String accepted = new String(EventCodec.encode(new SaleEvent.Accepted(2, orders.next())), UTF_8);
        log(P0, accepted.replace("\"ACCEPTED\"", "\"SWAPPED\"").getBytes(UTF_8));

        loop.turn();

        assertThat(store.ids()).isEmpty();
        assertThat(parking.parked())
                .extracting(ParkedMessage::reason)
                .containsExactly("undecodable: field kind is not known to this version: SWAPPED");
        assertThat(committed(P0)).isEqualTo(1);
    }

    @Test
    void parksASeqClashWithAnAlarm() {
        store.store(TestOrders.events(orders.next(1)));
        Order clash = orders.withSeq(1);
        log(P0, List.of(clash));

        loop.turn();

        assertThat(parking.parked()).singleElement().matches(ParkedMessage::alarm);
        assertThat(metrics.value("consumer.orders.clashed")).isEqualTo(1);
    }

    @Test
    void consumedIsStoredPlusDuplicatePlusParked() {
        List<Order> known = orders.next(4);
        store.store(TestOrders.events(known));
        log(P0, known);
        log(P0, orders.next(5));
        log(P0, "x".getBytes(UTF_8));
        log(P1, (byte[]) null);
        log(P1, List.of(orders.withSeq(2)));

        loop.turn();

        assertThat(metrics.value("consumer.orders.stored")).isEqualTo(5);
        assertThat(metrics.value("consumer.orders.duplicate")).isEqualTo(4);
        assertThat(metrics.value("consumer.orders.parked")).isEqualTo(3);
        assertThat(metrics.value("consumer.orders.consumed")).isEqualTo(12);
    }

    @Test
    void pausesWhileTheStoreIsAwayAndResumesWhenItIsBack() {
        store.away(true);
        log(P0, orders.next(3));
        loop.turn();

        assertThat(consumer.paused()).containsExactlyInAnyOrder(P0, P1);
        assertThat(committed(P0)).isZero();
        assertThat(health.readyProblems()).anyMatch(problem -> problem.contains("memory: away"));

        store.away(false);
        afterTheBackoff();
        loop.turn();

        assertThat(consumer.paused()).isEmpty();
        assertThat(store.ids()).hasSize(3);
        assertThat(committed(P0)).isEqualTo(3);
        assertThat(health.readyProblems()).noneMatch(problem -> problem.contains("memory: away"));
    }

    @Test
    void takesNoMessagesWhilePaused() {
        store.away(true);
        log(P0, orders.next(3));
        loop.turn();
        log(P0, orders.next(3));
        loop.turn();
        afterTheBackoff();
        loop.turn();
        store.away(false);
        afterTheBackoff();
        loop.turn();

        assertThat(committed(P0)).isEqualTo(3);
        loop.turn();
        assertThat(committed(P0)).isEqualTo(6);
    }

    @Test
    void waitsBetweenAttempts() {
        store.away(true);
        log(P0, orders.next(1));
        loop.turn();
        store.away(false);

        loop.turn();
        assertThat(store.ids()).isEmpty();

        afterTheBackoff();
        loop.turn();
        assertThat(store.ids()).hasSize(1);
    }

    @Test
    void countsAnOutageOnceHoweverManyAttemptsItTakes() {
        store.away(true);
        log(P0, orders.next(1));
        for (int attempt = 0; attempt < 5; attempt++) {
            loop.turn();
            afterTheBackoff();
        }

        assertThat(metrics.value("consumer.store.outages")).isEqualTo(1);
    }

    @Test
    void pausesAPartitionThatIsAssignedDuringAnOutage() {
        assign(P0);
        store.away(true);
        log(P0, orders.next(2));
        loop.turn();

        consumer.schedulePollTask(() -> assign(P0, P1));
        loop.turn();

        assertThat(consumer.paused()).containsExactlyInAnyOrder(P0, P1);
    }

    @Test
    void dropsWhatItHoldsOfARevokedPartition() {
        store.away(true);
        List<Order> kept = orders.next(2);
        log(P0, kept);
        log(P1, orders.next(3));
        loop.turn();

        consumer.revoke(P1);
        loop.turn();
        store.away(false);
        afterTheBackoff();
        loop.turn();

        assertThat(store.ids()).containsExactlyElementsOf(ids(kept));
        assertThat(committed(P0)).isEqualTo(2);
        assertThat(consumer.rowsAtCommit).containsExactly("2 with 2");
    }

    @Test
    void goesOnWithWhatStaysWhenEverythingHeldWasRevoked() {
        store.away(true);
        log(P1, orders.next(3));
        loop.turn();

        consumer.revoke(P1);
        loop.turn();

        // The mock still lists the partition that is gone.
        assertThat(consumer.paused()).doesNotContain(P0);
        store.away(false);
        log(P0, orders.next(2));
        loop.turn();
        assertThat(store.ids()).hasSize(2);
    }

    @Test
    void parksOnlyWhatIsLeftWhenParkingWasAway() {
        parking.away(true);
        log(P0, orders.next(2));
        log(P0, "x".getBytes(UTF_8));
        loop.turn();

        assertThat(store.ids()).hasSize(2);
        assertThat(committed(P0)).isZero();
        assertThat(consumer.paused()).containsExactlyInAnyOrder(P0, P1);

        parking.away(false);
        afterTheBackoff();
        loop.turn();

        assertThat(parking.parked()).hasSize(1);
        assertThat(committed(P0)).isEqualTo(3);
        assertThat(metrics.value("consumer.orders.duplicate")).isZero();
        assertThat(metrics.value("consumer.orders.consumed")).isEqualTo(3);
    }

    @Test
    void goesOnWhenTheGroupTookThePartitionsAway() {
        consumer.nextFailure = new CommitFailedException();
        log(P0, orders.next(2));
        loop.turn();

        assertThat(metrics.value("consumer.commits.failed")).isEqualTo(1);
        loop.turn();
        assertThat(consumer.rowsAtCommit).isEmpty();
    }

    @Test
    void triesACommitAgainThatKafkaDidNotAnswer() {
        consumer.nextFailure = new TimeoutException("no answer");
        log(P0, orders.next(2));
        loop.turn();
        assertThat(committed(P0)).isZero();

        loop.turn();

        assertThat(committed(P0)).isEqualTo(2);
    }

    @Test
    void finishesAndCommitsTheBatchInHandWhenAskedToStop() {
        start(stoppingDuringInsert());
        assign(P0, P1);
        log(P0, orders.next(3));

        loop.run();

        assertThat(store.ids()).hasSize(3);
        assertThat(committed(P0)).isEqualTo(3);
    }

    @Test
    void commitsNothingOfABatchThatIsHeldWhenAskedToStop() {
        store.away(true);
        log(P0, orders.next(3));
        consumer.schedulePollTask(() -> {});
        consumer.schedulePollTask(loop::stop);

        loop.run();

        assertThat(committed(P0)).isZero();
        assertThat(store.ids()).isEmpty();
    }

    @Test
    void leavesTheGroupAsItEndsWhateverIsClosedBeforeIt() {
        consumer.schedulePollTask(loop::stop);

        loop.run();
        assertThat(consumer.closed()).isTrue();

        loop.close(); // once more, as Main does
    }

    @Test
    void reportsItsLagWithWhatItHolds() {
        store.away(true);
        log(P0, orders.next(3));
        loop.turn();

        // The mock's ends are at 1000 each, of which 3 messages were polled and are held.
        assertThat(metrics.value("consumer.lag.records")).isEqualTo(2000);
    }

    private OrderStore stoppingDuringInsert() {
        return new Passing() {
            @Override
            public StoreOutcome store(List<? extends SaleEvent> batch) {
                loop.stop();
                return store.store(batch);
            }
        };
    }
}
