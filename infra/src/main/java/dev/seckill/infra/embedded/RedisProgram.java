package dev.seckill.infra.embedded;

import dev.seckill.infra.process.Folders;
import dev.seckill.infra.process.Program;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Redis with an append-only file and no snapshots, on loopback only.
 *
 * @param name its name in messages and log files
 * @param more further options, such as {@code --cluster-enabled yes}
 */
public record RedisProgram(String name, Path executable, Path data, int port, RedisFsync fsync, List<String> more)
        implements Program {

    private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PONG = "+PONG\r\n".getBytes(StandardCharsets.US_ASCII);

    /** Copies the options. */
    public RedisProgram {
        more = List.copyOf(more);
    }

    /** The one Redis of a stack. */
    public RedisProgram(Path executable, Path data, int port, RedisFsync fsync) {
        this("redis", executable, data, port, fsync, List.of());
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
        List<String> command = new ArrayList<>(List.of(
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
                ""));
        command.addAll(more);
        return command;
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
