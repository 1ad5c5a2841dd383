package dev.seckill.infra.embedded;

import dev.seckill.infra.process.Folders;
import dev.seckill.infra.process.OneOffCommand;
import dev.seckill.infra.process.Program;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * MySQL on loopback only; the user root has no password. Its commits survive the machine, unless it lives for moments only:
 * then they survive the server being killed, which is all that a test can do to it.
 */
public final class MySqlProgram implements Program {

    private static final Duration INITIALIZE_WAIT = Duration.ofSeconds(120);
    private static final int PROTOCOL_VERSION = 10;

    /** A test makes its tables in a database of its own, and with that waits for the disk more than for all else. */
    private static final List<String> WITHOUT_WAITING_FOR_THE_DISK =
            List.of("--innodb-flush-method=nosync", "--innodb-flush-log-at-trx-commit=2", "--skip-log-bin");

    private final ServersFolder servers;
    private final Path data;
    private final int port;
    private final boolean brief;

    /** @param brief whether it lives for moments only */
    MySqlProgram(ServersFolder servers, Path data, int port, boolean brief) {
        this.servers = servers;
        this.data = data;
        this.port = port;
        this.brief = brief;
    }

    @Override
    public String name() {
        return "mysql";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void wipe() throws IOException {
        Folders.delete(data);
    }

    @Override
    public void prepare() throws IOException {
        MySqlDistribution server = MySqlDistribution.in(servers);
        Path template = server.home().resolveSibling("template");
        Folders.makeOnce(template, folder -> initialize(server, folder));
        Folders.makeOnce(data, folder -> Folders.copy(template, folder));
    }

    /** Initialising takes seconds, copying the outcome does not, so it is done once per build folder. */
    private static void initialize(MySqlDistribution server, Path folder) throws IOException {
        List<String> command = common(server, folder);
        command.add("--initialize-insecure");
        OneOffCommand.run("mysql", command, INITIALIZE_WAIT);
        Files.delete(folder.resolve("auto.cnf")); // the server's own id: each copy makes one
    }

    @Override
    public List<String> command() {
        List<String> command = common(new MySqlDistribution(servers.root().resolve("mysql/server")), data);
        command.addAll(List.of(
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--mysqlx=OFF",
                // Relative to the data folder: a socket's path may have 107 characters only.
                "--socket=mysql.sock",
                "--pid-file=mysqld.pid",
                "--innodb-buffer-pool-size=128M",
                "--character-set-server=utf8mb4",
                "--default-time-zone=+00:00",
                "--max-connections=500"));
        if (brief) {
            command.addAll(WITHOUT_WAITING_FOR_THE_DISK);
        }
        return command;
    }

    private static List<String> common(MySqlDistribution server, Path data) {
        List<String> command = new ArrayList<>(List.of(
                server.mysqld().toString(),
                "--no-defaults",
                "--datadir=" + data,
                "--lc-messages-dir=" + server.messages(),
                "--innodb-use-native-aio=OFF"));
        if (System.getProperty("user.name").equals("root")) {
            command.add("--user=root"); // it refuses to run as root unless told to
        }
        return command;
    }

    /** The server speaks first: length, number, then the version of the protocol, or 255 and an error. */
    @Override
    public boolean answers() throws IOException {
        return greets(port);
    }

    public static boolean greets(int port) throws IOException {
        return Probe.ask(port, MySqlProgram::greeting);
    }

    private static boolean greeting(DataOutputStream out, DataInputStream in) throws IOException {
        in.skipNBytes(4);
        return in.readByte() == PROTOCOL_VERSION;
    }
}
