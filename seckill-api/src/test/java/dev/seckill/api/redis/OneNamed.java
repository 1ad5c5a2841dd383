package dev.seckill.api.redis;

import java.time.Duration;
import java.util.Set;
import redis.clients.jedis.HostAndPort;

/** The only master that there is, of which a test says whether others confirm it. */
abstract class OneNamed implements Masters {

    final HostAndPort address;

    OneNamed(HostAndPort address) {
        this.address = address;
    }

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
        doubt();
    }

    @Override
    public void doubt() {}

    @Override
    public boolean isAskedWithin(Duration time) {
        return true;
    }
}
