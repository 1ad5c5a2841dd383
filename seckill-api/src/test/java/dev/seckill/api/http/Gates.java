package dev.seckill.api.http;

import dev.seckill.api.config.ApiConfig;
import java.time.Duration;

/** Whom servers in tests let in. */
final class Gates {

    /** As a start without settings. */
    static final ApiConfig.Gate DEFAULT = new ApiConfig.Gate(4096, 10_000, 8192, 100, Duration.ofSeconds(10), 1000);

    private Gates() {}
}
