package dev.seckill.api.live;

import dev.seckill.api.admission.Address;
import java.util.HashMap;
import java.util.Map;

/** Room for viewers of whom one address may have only so many. Thread-safe. */
public final class PlacedSeats {

    private final Seats all;
    private final int mostOfOne;
    private final Map<Address, Integer> taken = new HashMap<>();

    PlacedSeats(int most, int mostOfOne) {
        this.all = new Seats(most);
        this.mostOfOne = mostOfOne;
    }

    /** Whether there was room for one more from there, who has it now until {@link #leave}. */
    public synchronized boolean take(Address from) {
        int theirs = taken.getOrDefault(from, 0);
        boolean hasRoom = theirs < mostOfOne && all.take();
        if (hasRoom) {
            taken.put(from, theirs + 1);
        }
        return hasRoom;
    }

    /** How many are taken. */
    public int taken() {
        return all.taken();
    }

    /** A viewer from there has gone. */
    public synchronized void leave(Address from) {
        taken.computeIfPresent(from, (address, theirs) -> theirs == 1 ? null : theirs - 1);
        all.leave();
    }
}
