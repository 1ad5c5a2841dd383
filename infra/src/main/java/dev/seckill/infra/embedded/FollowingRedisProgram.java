package dev.seckill.infra.embedded;

import dev.seckill.infra.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Redis whose role others change while it runs: it keeps that in a file of settings, which a failover rewrites.
 *
 * @param redis the server without its role
 * @param masterPort whom it follows when it is started for the first time; 0 = nobody
 */
record FollowingRedisProgram(RedisProgram redis, int masterPort) implements Program {

    private Path settings() {
        return redis.data().resolve("redis.conf");
    }

    @Override
    public String name() {
        return redis.name();
    }

    @Override
    public int port() {
        return redis.port();
    }

    @Override
    public void wipe() throws IOException {
        redis.wipe();
    }

    @Override
    public void prepare() throws IOException {
        redis.prepare();
        if (!Files.exists(settings())) {
            Files.writeString(settings(), masterPort == 0 ? "" : "replicaof 127.0.0.1 " + masterPort + "\n");
        }
    }

    /** The file goes first: what follows wins over it, but for the role, which only the file has. */
    @Override
    public List<String> command() {
        List<String> command = new ArrayList<>(redis.command());
        command.add(1, settings().toString());
        return command;
    }

    @Override
    public boolean answers() throws IOException {
        return redis.answers();
    }
}
