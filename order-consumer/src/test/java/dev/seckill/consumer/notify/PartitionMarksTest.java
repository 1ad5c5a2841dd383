package dev.seckill.consumer.notify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PartitionMarksTest {

    private final PartitionMarks marks = new PartitionMarks(10);

    @Test
    void nothingIsToCommitBeforeTheFirstIsDone() {
        marks.read(10, 1);
        marks.read(11, 1);
        marks.done(11);

        assertThat(marks.toCommit()).isEmpty();
        assertThat(marks.ahead()).isEqualTo(2);

        marks.done(10);

        assertThat(marks.toCommit()).hasValue(12);
        assertThat(marks.ahead()).isZero();
    }

    @Test
    void aMessageIsDoneWithTheLastOfItsDeliveries() {
        marks.read(10, 2);
        marks.done(10);
        assertThat(marks.toCommit()).isEmpty();
        marks.done(10);
        assertThat(marks.toCommit()).hasValue(11);
    }

    @Test
    void whatAsksForNothingIsDoneAtOnceAndPassedOver() {
        marks.read(10, 0);
        marks.read(11, 1);
        marks.read(12, 0);
        marks.passed(20);

        assertThat(marks.toCommit()).hasValue(11);
        marks.done(11);
        assertThat(marks.toCommit()).hasValue(20);
    }

    @Test
    void whatIsCommittedIsNotToCommitAgain() {
        marks.read(10, 0);
        marks.committed(11);
        assertThat(marks.toCommit()).isEmpty();
    }
}
