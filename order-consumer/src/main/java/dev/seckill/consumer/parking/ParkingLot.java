package dev.seckill.consumer.parking;

import java.util.List;

/** Keeps messages that cannot be stored, so that the rest can go on. Used by one thread. */
public interface ParkingLot {

    /**
     * Parks the messages. When it returns, all are kept durably.
     *
     * @throws ParkingUnavailableException if that is not sure; some may be kept, parking all again is safe
     */
    void park(List<ParkedMessage> messages);
}
