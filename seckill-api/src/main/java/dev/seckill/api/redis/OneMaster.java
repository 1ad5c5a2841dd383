package dev.seckill.api.redis;

import java.time.Duration;
import java.util.Set;
import redis.clients.jedis.HostAndPort;

/** The one Redis that the settings name. */
record OneMaster(HostAndPort address) implements Masters {

    @Override
    public HostAndPort of(int slot) {
        return address;
    }

    @Override
    public Set<HostAndPort> all() {
        return Set.of(address);
    }

    @Override
    public long version() {
        return 0;
    }

    @Override
    public long version(int slot) {
        return 0;
    }

    @Override
    public void moved(int slot, HostAndPort to) {
        // It is told to everybody by another address, or not at all.
    }

    @Override
    public void doubt() {
        // There is nobody to ask.
    }

    @Override
    public boolean isConfirmedWithin(HostAndPort master, Duration time) {
        return true;
    }

    @Override
    public boolean isAskedWithin(Duration time) {
        return true;
    }
}
