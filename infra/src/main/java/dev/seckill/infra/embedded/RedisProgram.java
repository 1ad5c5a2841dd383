package dev.seckill.infra.embedded;

import dev.seckill.infra.process.Folders;
import dev.seckill.infra.process.Program;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Redis with an append-only file and no snapshots, on loopback only. */
public record RedisProgram(Path executable, Path data, int port, RedisFsync fsync) implements Program {

    private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PONG = "+PONG\r\n".getBytes(StandardCharsets.US_ASCII);

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public void wipe() throws IOException {
        Folders.delete(data);
    }

    @Override
    public void prepare() throws IOException {
        Files.createDirectories(data);
    }

    @Override
    public List<String> command() {
        return List.of(
                executable.toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                data.toString(),
                "--appendonly",
                "yes",
                "--appendfsync",
                fsync.setting(),
                "--save",
                "");
    }

    /** While it still reads its file, Redis answers with an error instead. */
    @Override
    public boolean answers() throws IOException {
        return pongs(port);
    }

    public static boolean pongs(int port) throws IOException {
        return Probe.ask(port, RedisProgram::pong);
    }

    private static boolean pong(DataOutputStream out, DataInputStream in) throws IOException {
        out.write(PING);
        byte[] reply = in.readNBytes(PONG.length);
        return Arrays.equals(reply, PONG);
    }
}
