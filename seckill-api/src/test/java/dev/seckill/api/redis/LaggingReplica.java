package dev.seckill.api.redis;

import dev.seckill.infra.Server;
import java.net.URI;
import java.time.Duration;
import redis.clients.jedis.Protocol.Command;

/**
 * Replicas that get nothing more from their master, and may take its place all the same. One that is frozen would not do: what
 * its master has sent lies in its socket, and is read when it goes on.
 */
final class LaggingReplica {

    private LaggingReplica() {}

    /** Its master refuses the password that it has from now on. */
    static void cutOff(Server replica) {
        ask(replica, "CONFIG", "SET", "masterauth", "wrong");
        ask(replica, "CLIENT", "KILL", "TYPE", "master");
    }

    /** It may follow again. */
    static void heal(Server replica) {
        ask(replica, "CONFIG", "SET", "masterauth", "");
    }

    private static void ask(Server server, String command, String... arguments) {
        RedisSettings settings =
                new RedisSettings(URI.create("redis://127.0.0.1:" + server.port()), Duration.ofSeconds(5));
        byte[][] bytes = new byte[arguments.length][];
        for (int i = 0; i < arguments.length; i++) {
            bytes[i] = SaleKeys.bytes(arguments[i]);
        }
        try (RedisLink link = new RedisLink(settings)) {
            link.open();
            link.send(Command.valueOf(command), bytes);
            link.replies(1);
        }
    }
}
