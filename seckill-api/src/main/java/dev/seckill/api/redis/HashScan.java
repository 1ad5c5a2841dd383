package dev.seckill.api.redis;

import java.util.List;
import java.util.function.Consumer;
import redis.clients.jedis.Protocol.Command;

/** Reads a hash of any size, a part at a time. */
final class HashScan {

    private static final int CHUNK = 1000;

    private HashScan() {}

    /** Hands over the fields and values of a hash, one after the other, about a thousand at a time. */
    static void of(RedisLink link, byte[] hash, Consumer<List<Object>> sink) {
        byte[] cursor = SaleKeys.bytes("0");
        do {
            link.open();
            link.send(Command.HSCAN, hash, cursor, SaleKeys.bytes("COUNT"), SaleKeys.bytes(Integer.toString(CHUNK)));
            List<Object> reply = RedisReply.list(link.replies(1).get(0));
            cursor = (byte[]) reply.get(0);
            sink.accept(RedisReply.list(reply.get(1)));
        } while (!RedisReply.text(cursor).equals("0"));
    }
}
