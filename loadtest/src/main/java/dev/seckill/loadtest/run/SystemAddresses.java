package dev.seckill.loadtest.run;

import dev.seckill.model.log.MaskedUrl;
import java.net.URI;
import java.util.Objects;

/**
 * Where the parts of the system under test are.
 *
 * @param api as {@code http://host:port}
 * @param redis as {@code redis://host:port} or {@code redis-cluster://host:port,…}
 * @param mysql as {@code jdbc:mysql://host:port/database}
 * @param mysqlUser who may read the order book
 * @param mysqlPassword may be empty
 */
record SystemAddresses(URI api, URI redis, String mysql, String mysqlUser, String mysqlPassword) {

    SystemAddresses {
        Objects.requireNonNull(api, "api");
        Objects.requireNonNull(redis, "redis");
        Objects.requireNonNull(mysql, "mysql");
        Objects.requireNonNull(mysqlUser, "mysqlUser");
        Objects.requireNonNull(mysqlPassword, "mysqlPassword");
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "api=" + api + ", redis=" + MaskedUrl.of(redis.toString()) + ", mysql=" + MaskedUrl.of(mysql);
    }
}
