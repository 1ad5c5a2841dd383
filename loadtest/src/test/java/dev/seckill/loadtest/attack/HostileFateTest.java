package dev.seckill.loadtest.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.loadtest.KafkaAccess;
import dev.seckill.loadtest.chaos.ChaosEvidence;
import dev.seckill.loadtest.chaos.ExpectedMessages;
import dev.seckill.model.Order;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.SaleId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostileFateTest {

    private final OrderIdGenerator ids = new OrderIdGenerator(Clock.systemUTC());
    private final ExpectedMessages messages = new ExpectedMessages(KafkaAccess.open("nowhere:9092"), 1000);
    private final List<String> parked = new ArrayList<>();
    private final List<String> stored = new ArrayList<>();
    private final Tally tally = new Tally();
    private final HostileFate fate = new HostileFate(messages, () -> parked, () -> stored);

    @Test
    void complainsOfAMessageThatIsNeitherStoredNorParkedInTime() throws InterruptedException {
        Order order = order();
        messages.storeOrPark(order);

        assertThat(fate.isSettledWithin(Duration.ZERO, tally)).isFalse();

        assertThat(tally.complaints()).singleElement().asString().contains("stored or parked", order.orderId() + "");
    }

    @Test
    void isSettledOnceEachIsStoredOrParked() throws InterruptedException {
        Order either = order();
        messages.storeOrPark(either);
        messages.parkWithoutKey(null);
        parked.add("");
        stored.add(either.orderId().toString());

        assertThat(fate.isSettledWithin(Duration.ofSeconds(30), tally)).isTrue();

        assertThat(tally.complaints()).isEmpty();
    }

    @Test
    void countsWhatMayBeBothAsWhatItBecame() {
        Order one = order();
        Order other = order();
        messages.storeOrPark(one);
        messages.storeOrPark(other);
        parked.addAll(List.of(one.orderId().toString(), one.orderId().toString()));
        stored.add(other.orderId().toString());

        assertThat(fate.evidence())
                .isEqualTo(new ChaosEvidence.Odd(
                        List.of(one.orderId().toString()),
                        parked,
                        List.of(other.orderId().toString()),
                        stored));
    }

    private Order order() {
        return new Order(ids.next(), new SaleId("foreign"), 1, null, "car", 1, 0, Instant.EPOCH);
    }
}
