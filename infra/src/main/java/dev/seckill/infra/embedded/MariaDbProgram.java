package dev.seckill.infra.embedded;

import dev.seckill.infra.StartFailedException;
import dev.seckill.infra.process.Folders;
import dev.seckill.infra.process.OneOffCommand;
import dev.seckill.infra.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * MariaDB in the place of MySQL, as it is installed on this machine; the user root has no password.
 *
 * @param executable such as {@code /usr/sbin/mariadbd}
 */
record MariaDbProgram(Path executable, Path data, int port) implements Program {

    /** Names the program file of MariaDB. */
    static final String PROPERTY = "seckill.mariadb";

    private static final Duration INITIALIZE_WAIT = Duration.ofSeconds(120);

    /** The program file that {@value #PROPERTY} names; empty if it is not set. */
    static Optional<Path> named() {
        return Optional.ofNullable(System.getProperty(PROPERTY))
                .map(file -> Path.of(file).toAbsolutePath());
    }

    /** Where it is installed, such as {@code /usr}. */
    private Path base() {
        return executable.getParent().getParent();
    }

    @Override
    public String name() {
        return "mysql";
    }

    @Override
    public void wipe() throws IOException {
        Folders.delete(data);
    }

    @Override
    public void prepare() throws IOException {
        Path initializer = base().resolve("bin/mariadb-install-db");
        if (!Files.isExecutable(executable) || !Files.isExecutable(initializer)) {
            throw new StartFailedException(
                    name(), executable + " or " + initializer + " can't be run; see -D" + PROPERTY);
        }
        Folders.makeOnce(data, folder -> OneOffCommand.run(name(), initialize(initializer, folder), INITIALIZE_WAIT));
    }

    private List<String> initialize(Path initializer, Path folder) {
        return forRoot(List.of(
                initializer.toString(),
                "--no-defaults",
                "--basedir=" + base(),
                "--datadir=" + folder,
                "--auth-root-authentication-method=normal",
                "--skip-test-db"));
    }

    @Override
    public List<String> command() {
        return forRoot(List.of(
                executable.toString(),
                "--no-defaults",
                "--basedir=" + base(),
                "--datadir=" + data,
                "--port=" + port,
                "--bind-address=127.0.0.1",
                // Relative to the data folder: a socket's path may have 107 characters only.
                "--socket=mysql.sock",
                "--pid-file=mysqld.pid",
                "--innodb-buffer-pool-size=128M",
                "--character-set-server=utf8mb4",
                "--default-time-zone=+00:00",
                "--max-connections=500"));
    }

    /** It refuses to run as root unless told to. */
    private static List<String> forRoot(List<String> command) {
        List<String> all = new ArrayList<>(command);
        if (System.getProperty("user.name").equals("root")) {
            all.add("--user=root");
        }
        return all;
    }

    @Override
    public boolean answers() throws IOException {
        return MySqlProgram.greets(port);
    }
}
