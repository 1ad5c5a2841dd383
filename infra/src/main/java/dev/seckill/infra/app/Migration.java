package dev.seckill.infra.app;

import dev.seckill.infra.ServerStack;
import dev.seckill.infra.StartFailedException;
import dev.seckill.infra.process.FileFailure;
import dev.seckill.infra.process.OneOffCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Makes the order book by the consumer's subcommand {@code migrate}, where the consumer's own user may not. */
public final class Migration {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private Migration() {}

    /**
     * Returns when the order book is there; at once where the consumer makes it itself.
     *
     * @throws StartFailedException if it cannot be made, with the end of what the command said
     */
    public static void run(ServerStack servers, String database) {
        List<String> settings = servers.migrationSettings(database);
        if (settings.isEmpty()) {
            return;
        }
        AppCommand consumer = AppCommand.ofModule("migrate", "order-consumer", 0, Path.of("none"));
        List<String> line = new ArrayList<>();
        line.add(consumer.javaHome().resolve("bin/java").toString());
        line.addAll(consumer.java());
        line.add("migrate");
        line.addAll(settings);
        try {
            OneOffCommand.run("migrate", line, PATIENCE);
        } catch (IOException e) {
            throw new StartFailedException("migrate", "can't be run: " + FileFailure.reason(e), e);
        }
    }
}
