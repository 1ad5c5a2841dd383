package dev.seckill.consumer.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.consumer.store.TestOrders;
import dev.seckill.model.event.SaleEvent;
import org.junit.jupiter.api.Test;

final class SaleTallyTest {

    private final TestOrders orders = new TestOrders("counter");
    private final SaleTally tally = new SaleTally();

    @Test
    void countsGapsUpToTheLastSeq() {
        add(2, 3, 4, 8, 10);

        assertThat(tally.gaps()).isEqualTo(5);
        assertThat(tally.firstGaps(9)).containsExactly("1", "5-7", "9");
        assertThat(tally.firstGaps(2)).containsExactly("1", "5-7");
    }

    @Test
    void hasNoGapsWhenEverySeqIsThere() {
        add(3, 1, 2);

        assertThat(tally.gaps()).isZero();
        assertThat(tally.firstGaps(9)).isEmpty();
        assertThat(tally.clashes()).isZero();
    }

    @Test
    void countsOrdersThatShareASeq() {
        add(1, 2, 2, 2, 3);

        assertThat(tally.clashes()).isEqualTo(2);
        assertThat(tally.gaps()).isZero();
    }

    @Test
    void addsUpTheUnits() {
        add(1, 2, 3);

        assertThat(tally.orders()).isEqualTo(3);
        assertThat(tally.units()).isEqualTo(6);
    }

    @Test
    void keepsTheLargestAllotment() {
        long seq = 0;
        for (long offered : new long[] {100, 150, 120}) {
            tally.decided(new SaleEvent.Accepted(++seq, orders.next()), offered);
        }

        assertThat(tally.allotment()).isEqualTo(150);
    }

    private void add(long... seqs) {
        for (long seq : seqs) {
            tally.add(seq, 2);
        }
    }
}
