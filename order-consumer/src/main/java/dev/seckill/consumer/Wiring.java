package dev.seckill.consumer;

import dev.seckill.consumer.command.ConsumerConfig;
import dev.seckill.consumer.loop.Backoff;
import dev.seckill.consumer.loop.Outage;
import dev.seckill.consumer.status.Health;
import dev.seckill.consumer.status.Health.HealthLimits;
import java.util.concurrent.ThreadLocalRandom;

/** Small parts made from the configuration with the real clock and chance. */
final class Wiring {

    private Wiring() {}

    static Health health(ConsumerConfig config) {
        return new Health(new HealthLimits(config.stalledAfter(), config.kafka().sessionTimeout()), System::nanoTime);
    }

    static Outage outage(ConsumerConfig config) {
        return new Outage(
                new Backoff(config.retryMin(), config.retryMax(), ThreadLocalRandom.current()), System::nanoTime);
    }
}
