package dev.seckill.consumer.parking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

final class ReplayPositionTest {

    @Test
    void beginsWithNothingReplayed() {
        ReplayPosition position = new ReplayPosition(null, 5);

        assertThat(position.contains(5)).isFalse();
        assertThat(position.toCommit()).isEqualTo(new OffsetAndMetadata(5, ""));
    }

    @Test
    void movesOnOverNeighbours() {
        ReplayPosition position = new ReplayPosition(null, 0);
        position.add(1);
        position.add(2);
        assertThat(position.toCommit()).isEqualTo(new OffsetAndMetadata(0, "1,2"));

        position.add(0);

        assertThat(position.toCommit()).isEqualTo(new OffsetAndMetadata(3, ""));
    }

    @Test
    void readsBackWhatItCommitted() {
        ReplayPosition position = new ReplayPosition(null, 0);
        position.add(0);
        position.add(7);

        ReplayPosition again = new ReplayPosition(position.toCommit(), 0);

        assertThat(again.contains(0)).isTrue();
        assertThat(again.contains(1)).isFalse();
        assertThat(again.contains(7)).isTrue();
    }

    @Test
    void forgetsWhatTheTopicHasLost() {
        ReplayPosition position = new ReplayPosition(new OffsetAndMetadata(1, "3,9"), 6);

        assertThat(position.toCommit()).isEqualTo(new OffsetAndMetadata(6, "9"));
    }

    @Test
    void saysWhenItCannotRememberMore() {
        ReplayPosition position = new ReplayPosition(null, 0);
        for (long offset = 1; offset < 4000; offset += 2) {
            position.add(offset);
        }

        assertThatThrownBy(position::toCommit).hasMessageContaining("replay all");
    }

    @Test
    void countsWhatWaitsUpToAnEnd() {
        ReplayPosition position = new ReplayPosition(new OffsetAndMetadata(3, "5,9"), 0);

        assertThat(position.waiting(8)).isEqualTo(4);
        assertThat(position.waiting(3)).isZero();
        assertThat(position.waiting(0)).isZero();
    }
}
