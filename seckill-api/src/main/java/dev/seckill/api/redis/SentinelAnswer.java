package dev.seckill.api.redis;

import java.util.List;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * What a sentinel tells of the master.
 *
 * @param epoch of the configuration that says so: each failover has a later one; {@link #UNTOLD} if the sentinel does not tell
 */
record SentinelAnswer(HostAndPort master, long epoch) {

    /** Earlier than any that is told, and yet what is said without one is not known to be old. */
    static final long UNTOLD = -1;

    private static final String EPOCH = "config-epoch";

    /**
     * Reads the replies. While a failover is under way only the second one has the promoted replica, though the first one has its
     * epoch already. So they are asked for in this order: an old epoch beside a new address is what may come of it, and never an
     * old address with a new epoch.
     *
     * @param asked the sentinel
     * @param details to SENTINEL MASTER, names and values in turn; an error if that is refused
     * @param address to SENTINEL GET-MASTER-ADDR-BY-NAME, which has the address that clients are to use
     * @throws JedisException if it tells no address
     */
    static SentinelAnswer of(HostAndPort asked, Object details, Object address) {
        if (address instanceof JedisException failure) {
            throw failure;
        }
        if (address == null) {
            throw new JedisConnectionException(asked + " knows no master of that name");
        }
        List<Object> told = RedisReply.list(address);
        return new SentinelAnswer(
                new HostAndPort(RedisReply.text(told.get(0)), Integer.parseInt(RedisReply.text(told.get(1)))),
                epoch(details));
    }

    private static long epoch(Object details) {
        if (details instanceof List<?> words) {
            for (int i = 0; i + 1 < words.size(); i += 2) {
                if (words.get(i) instanceof byte[] && EPOCH.equals(RedisReply.text(words.get(i)))) {
                    return number(words.get(i + 1));
                }
            }
        }
        return UNTOLD;
    }

    private static long number(Object word) {
        String text = word instanceof byte[] ? RedisReply.text(word) : "";
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : UNTOLD;
    }

    /** For logs. */
    @Override
    public String toString() {
        return master + " of epoch " + (epoch == UNTOLD ? "untold" : epoch);
    }
}
