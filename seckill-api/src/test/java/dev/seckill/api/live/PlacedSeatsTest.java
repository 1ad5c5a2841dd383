package dev.seckill.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.admission.Address;
import org.junit.jupiter.api.Test;

final class PlacedSeatsTest {

    private static final Address HOME = new Address(false, 1);
    private static final Address WORK = new Address(false, 2);

    private final PlacedSeats seats = new PlacedSeats(3, 2);

    @Test
    void noAddressHasAllSeatsAndWhoLeavesMakesRoom() {
        assertThat(seats.take(HOME)).isTrue();
        assertThat(seats.take(HOME)).isTrue();
        assertThat(seats.take(HOME)).isFalse();
        assertThat(seats.take(WORK)).isTrue();
        assertThat(seats.take(WORK)).isFalse();
        assertThat(seats.taken()).isEqualTo(3);

        seats.leave(HOME);
        assertThat(seats.take(WORK)).isTrue();
        seats.leave(HOME);
        assertThat(seats.take(HOME)).isTrue();
    }
}
