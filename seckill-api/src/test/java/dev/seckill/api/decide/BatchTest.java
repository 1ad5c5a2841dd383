package dev.seckill.api.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.Purchase;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.Test;

final class BatchTest {

    private static final Duration WAIT = Duration.ofHours(1);

    private final BlockingQueue<Ticket> queue = new ArrayBlockingQueue<>(10);
    private final Batch batch = new Batch(3, WAIT);

    @Test
    void fill_takesNoMoreThanItsMostInTheOrderOfArrival() {
        Ticket first = arrived(Duration.ZERO);
        Ticket second = arrived(Duration.ZERO);
        Ticket third = arrived(Duration.ZERO);
        Ticket fourth = arrived(Duration.ZERO);

        batch.fill(queue::poll);

        assertThat(batch.tickets()).containsExactly(first, second, third);
        assertThat(queue).containsExactly(fourth);
    }

    @Test
    void fill_takesNothingWhenNothingWaits() {
        batch.fill(queue::poll);

        assertThat(batch.isEmpty()).isTrue();
    }

    @Test
    void fill_leavesABatchAsItIsThatIsToBeTriedAgain() {
        Ticket first = arrived(Duration.ZERO);
        batch.fill(queue::poll);
        Ticket second = arrived(Duration.ZERO);

        batch.fill(queue::poll);

        assertThat(batch.tickets()).containsExactly(first);
        assertThat(queue).containsExactly(second);
    }

    @Test
    void refuseLate_answersThoseWhoWaitedTooLongAndKeepsTheRest() {
        Ticket late = arrived(WAIT.plusSeconds(1));
        Ticket timely = arrived(WAIT.minusMinutes(30));
        batch.fill(queue::poll);
        assertThat(batch.isAnyLate()).isTrue();

        batch.refuseLate();

        assertThat(batch.isAnyLate()).isFalse();
        assertThat(batch.tickets()).containsExactly(timely);
        assertThat(timely.reply).isNotDone();
        assertThat(late.reply.join().decision().outcome()).isEqualTo(Outcome.OVERLOADED);
    }

    @Test
    void refuseLate_takesOutWhoWasAnsweredWithoutADecision() {
        Ticket told = arrived(Duration.ZERO);
        batch.fill(queue::poll);
        told.answer(Decision.soldOut());

        assertThat(batch.isAnyLate()).isTrue();
        batch.refuseLate();

        assertThat(batch.isEmpty()).isTrue();
        assertThat(told.reply.join().decision().outcome()).isEqualTo(Outcome.SOLD_OUT);
    }

    private Ticket arrived(Duration ago) {
        Ticket ticket = new Ticket(Purchase.ANONYMOUS, System.nanoTime() - ago.toNanos(), null);
        queue.add(ticket);
        return ticket;
    }
}
