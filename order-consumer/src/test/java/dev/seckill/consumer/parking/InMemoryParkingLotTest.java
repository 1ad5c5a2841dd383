package dev.seckill.consumer.parking;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

final class InMemoryParkingLotTest extends ParkingLotContract {

    private final InMemoryParkingLot lot = new InMemoryParkingLot();

    @Override
    ParkingLot lot() {
        return lot;
    }

    @Override
    List<Held> held() {
        return lot.parked().stream()
                .map(parked -> new Held(
                        text(parked.message().key()),
                        text(parked.message().value()),
                        parked.reason(),
                        parked.origin().toString(),
                        text(parked.message().headers().lastHeader("other").value())))
                .toList();
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, UTF_8);
    }
}
