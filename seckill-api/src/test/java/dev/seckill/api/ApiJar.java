package dev.seckill.api;

import dev.seckill.infra.ServerStack;
import dev.seckill.infra.app.AppCommand;
import dev.seckill.infra.testing.QuickStart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The jar as it ships, started quickly. */
final class ApiJar {

    private static final Path JAR = Path.of("target", "seckill-api.jar");
    private static final Path LOGS = Path.of("target", "api-logs");
    private static final QuickStart QUICK_START = new QuickStart(JAR);

    private ApiJar() {}

    /** To be called before the others: makes their starts quick. */
    static void prepare(ServerStack servers) {
        QUICK_START.makeOnce(AppCommand.ofJar(
                        "api",
                        JAR,
                        0,
                        LOGS.resolve("training-" + ProcessHandle.current().pid() + ".log"))
                .withArguments(
                        "--host",
                        "127.0.0.1",
                        "--admin-port",
                        "0",
                        "--sale",
                        "training-" + UUID.randomUUID(),
                        "--stock",
                        "1000")
                .withArguments("--topic", "training-" + UUID.randomUUID(), "--warm-up", "10")
                .withArguments("--redis", servers.redisUrl(), "--kafka", servers.kafkaBootstrapServers()));
    }

    /** How to run it, on a free port, with a log of this name. */
    static AppCommand command(String logName) {
        return AppCommand.ofJar("api", JAR, 0, LOGS.resolve(logName))
                .withJvmOptions(QUICK_START.options().toArray(String[]::new));
    }

    /** For what needs no port: the subcommand, or a start that fails. */
    static ProcessBuilder builder(List<String> arguments) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(QUICK_START.options());
        line.addAll(List.of("-jar", JAR.toString()));
        line.addAll(arguments);
        return new ProcessBuilder(line);
    }
}
