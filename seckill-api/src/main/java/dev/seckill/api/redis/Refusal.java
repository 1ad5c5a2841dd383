package dev.seckill.api.redis;

import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisClusterException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;

/** What it says of a server that it refused a command. */
enum Refusal {
    /** Another one has the key. */
    MOVED,
    /** The key's slot is on its way: some of its keys are here, some there. */
    UNDER_WAY,
    /** It is no master any more, or not yet, or knows that it is cut off. */
    NO_MASTER,
    /** It is the right one, and says no. */
    OTHER;

    /** Of a reply, which may be none; null for no error. */
    static Refusal of(Throwable error) {
        if (!(error instanceof JedisDataException)) {
            return OTHER;
        }
        if (error instanceof JedisMovedDataException) {
            return MOVED;
        }
        String message = String.valueOf(error.getMessage());
        if (error instanceof JedisAskDataException || message.startsWith("TRYAGAIN")) {
            return UNDER_WAY;
        }
        boolean isNoMaster = error instanceof JedisClusterException
                || message.startsWith("CLUSTERDOWN")
                || message.startsWith("READONLY")
                || message.startsWith("LOADING")
                || message.startsWith("MASTERDOWN");
        return isNoMaster ? NO_MASTER : OTHER;
    }
}
