package dev.seckill.loadtest.chaos;

import dev.seckill.infra.app.AppCommand;
import dev.seckill.infra.process.GuardedProcess;
import dev.seckill.loadtest.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The documented command that rebuilds a sale: {@code java -jar seckill-api.jar recover …}. */
final class Recover {

    private final Programs programs;

    Recover(Programs programs) {
        this.programs = programs;
    }

    /**
     * Runs it.
     *
     * @param settings further ones than those that the API has too
     * @return what it says of each sale that it has looked at
     * @throws IncidentException if it does not end well within its bound
     */
    List<String> run(String... settings) throws InterruptedException {
        AppCommand api = programs.api("recover", 0);
        List<String> line = new ArrayList<>();
        line.add(api.javaHome().resolve("bin/java").toString());
        line.addAll(api.java());
        line.add("recover");
        api.arguments().stream().filter(Recover::isItsOwn).forEach(line::add);
        line.addAll(List.of(settings));
        Path log = api.log();
        try {
            long before = Files.exists(log) ? Files.readAllLines(log).size() : 0;
            int code = runToItsEnd(line, log);
            List<String> said = Files.readAllLines(log).stream().skip(before).toList();
            if (code != 0) {
                throw new IncidentException("recover ended with exit code " + code + ": " + said);
            }
            List<String> sales = said.stream()
                    .filter(text -> text.contains("Recovered:") || text.contains("Nothing to recover:"))
                    .toList();
            if (sales.isEmpty()) {
                throw new IncidentException("recover did not say what it did: " + said);
            }
            return sales;
        } catch (IOException failed) {
            throw new IncidentException("recover could not be run: " + failed.getMessage(), failed);
        }
    }

    /** Whether it has that option too: it listens nowhere. */
    private static boolean isItsOwn(String option) {
        return !option.startsWith("--host") && !option.startsWith("--admin-") && !option.startsWith("--tls-");
    }

    private static int runToItsEnd(List<String> line, Path log) throws IOException, InterruptedException {
        GuardedProcess process = GuardedProcess.start(line, Map.of(), log);
        try {
            return process.onExit().get(Waits.RECOVER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new IncidentException(
                    "recover did not end within " + Waits.RECOVER.toSeconds() + " s; see " + log, late);
        } catch (ExecutionException failed) {
            throw new IncidentException("recover could not be waited for: " + failed.getMessage(), failed);
        } finally {
            process.kill();
        }
    }
}
