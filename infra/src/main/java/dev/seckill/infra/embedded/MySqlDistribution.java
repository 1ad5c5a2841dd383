package dev.seckill.infra.embedded;

import static dev.seckill.infra.embedded.StandInLibrary.function;
import static dev.seckill.infra.embedded.StandInLibrary.pointer;

import dev.seckill.infra.StartFailedException;
import dev.seckill.infra.process.Folders;
import dev.seckill.infra.process.OneOffCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The unpacked MySQL server, in a state in which this machine can run it. */
record MySqlDistribution(Path home) {

    private static final Duration UNPACK_WAIT = Duration.ofSeconds(60);
    private static final Duration VERSION_WAIT = Duration.ofSeconds(30);

    // As started here mysqld uses neither: asynchronous I/O is off, and without NUMA it takes ordinary memory.
    private static final int NO_SUCH_CALL = -38;
    private static final List<StandInLibrary> STAND_INS = List.of(
            new StandInLibrary(
                    "libaio.so.1",
                    List.of(
                            function("io_setup", "LIBAIO_0.4", NO_SUCH_CALL),
                            function("io_submit", "LIBAIO_0.1", NO_SUCH_CALL),
                            function("io_getevents", "LIBAIO_0.4", NO_SUCH_CALL))),
            new StandInLibrary(
                    "libnuma.so.1",
                    List.of(
                            function("numa_available", "libnuma_1.1", -1),
                            function("mbind", "libnuma_1.1", -1),
                            function("set_mempolicy", "libnuma_1.1", -1),
                            function("numa_node_of_cpu", "libnuma_1.2", -1),
                            function("numa_alloc_onnode", "libnuma_1.1", 0),
                            function("numa_alloc_local", "libnuma_1.1", 0),
                            function("numa_free", "libnuma_1.1", 0),
                            pointer("numa_all_nodes_ptr", "libnuma_1.2"))));

    /** Unpacks the archive if that was not done before. */
    static MySqlDistribution in(ServersFolder servers) throws IOException {
        Path archive = servers.mysqlArchive();
        Path home = archive.resolveSibling("server");
        Folders.makeOnce(home, folder -> {
            OneOffCommand.run(
                    "mysql",
                    List.of("tar", "-xzf", archive.toString(), "--no-same-owner", "-C", folder.toString()),
                    UNPACK_WAIT);
            new MySqlDistribution(folder).addMissingLibraries();
        });
        return new MySqlDistribution(home);
    }

    Path mysqld() {
        return home.resolve("bin/mysqld");
    }

    Path messages() {
        return home.resolve("share");
    }

    /** The dynamic linker names one missing library at a time; mysqld looks for them beside itself first. */
    private void addMissingLibraries() throws IOException {
        for (int missing = 0; missing < STAND_INS.size(); missing++) {
            try {
                askVersion();
                return;
            } catch (StartFailedException e) {
                StandInLibrary standIn = standInFor(e);
                Files.write(home.resolve("bin").resolve(standIn.name()), standIn.image());
            }
        }
        askVersion();
    }

    private static StandInLibrary standInFor(StartFailedException failure) {
        return STAND_INS.stream()
                .filter(library -> failure.getMessage().contains(library.name() + ": cannot open shared object file"))
                .findFirst()
                .orElseThrow(() -> failure);
    }

    private void askVersion() throws IOException {
        OneOffCommand.run("mysql", List.of(mysqld().toString(), "--no-defaults", "--version"), VERSION_WAIT);
    }
}
