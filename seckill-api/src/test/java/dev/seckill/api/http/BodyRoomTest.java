package dev.seckill.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BodyRoomTest {

    @Test
    void eachHasALittleForItselfAndTheRestIsForAll() {
        BodyRoom room = new BodyRoom(100);
        BodyRoom.Part one = room.part();
        BodyRoom.Part other = room.part();

        assertThat(one.take(BodyRoom.EACH_BYTES)).isTrue();
        assertThat(one.take(60)).isTrue();
        assertThat(other.take(BodyRoom.EACH_BYTES + 41)).isFalse();
        assertThat(other.take(BodyRoom.EACH_BYTES + 40)).isTrue();
        assertThat(one.take(1)).isFalse();
    }

    @Test
    void whatWasTakenComesBackOnce() {
        BodyRoom room = new BodyRoom(100);
        BodyRoom.Part one = room.part();
        assertThat(one.take(BodyRoom.EACH_BYTES + 100)).isTrue();

        one.giveBack();
        one.giveBack();

        BodyRoom.Part other = room.part();
        assertThat(other.take(BodyRoom.EACH_BYTES + 101)).isFalse();
        assertThat(other.take(BodyRoom.EACH_BYTES + 100)).isTrue();
    }

    @Test
    void whoWasAnsweredGetsNoMore() {
        BodyRoom.Part part = new BodyRoom(100).part();
        part.giveBack();
        assertThat(part.take(1)).isFalse();
    }
}
