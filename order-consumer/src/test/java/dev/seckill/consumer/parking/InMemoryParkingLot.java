package dev.seckill.consumer.parking;

import java.util.ArrayList;
import java.util.List;

/** A parking lot in memory, which can be sent away. */
public final class InMemoryParkingLot implements ParkingLot {

    private final List<ParkedMessage> parked = new ArrayList<>();
    private boolean away;

    @Override
    public synchronized void park(List<ParkedMessage> messages) {
        if (away) {
            throw new ParkingUnavailableException("memory: away", null);
        }
        parked.addAll(messages);
    }

    /** Lets every call fail until it is back. */
    public synchronized void away(boolean isAway) {
        away = isAway;
    }

    public synchronized List<ParkedMessage> parked() {
        return List.copyOf(parked);
    }
}
