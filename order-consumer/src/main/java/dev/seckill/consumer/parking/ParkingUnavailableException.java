package dev.seckill.consumer.parking;

/** Messages cannot be parked now; later they may. */
public final class ParkingUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param reason one line */
    public ParkingUnavailableException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
