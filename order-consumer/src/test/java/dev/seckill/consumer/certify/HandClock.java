package dev.seckill.consumer.certify;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/** Stands still until it is moved on. */
final class HandClock extends Clock {

    private Instant now = CertifierTestBase.CLOCK.instant();

    void moveOn(int seconds) {
        now = now.plusSeconds(seconds);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return CertifierTestBase.CLOCK.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("nobody needs it");
    }
}
