package dev.seckill.loadtest.chaos;

import dev.seckill.infra.app.AppCommand;
import dev.seckill.loadtest.Programs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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
        EndedCommand recover = EndedCommand.run("recover", line, api.log(), Waits.RECOVER);
        if (recover.code() != 0) {
            throw new IncidentException("recover ended with exit code " + recover.code() + ": " + recover.said());
        }
        List<String> sales = recover.said().stream()
                .filter(text -> text.contains("Recovered:") || text.contains("Nothing to recover:"))
                .toList();
        if (sales.isEmpty()) {
            throw new IncidentException("recover did not say what it did: " + recover.said());
        }
        return sales;
    }

    /** Whether it has that option too: it listens nowhere, and serves nobody. */
    private static boolean isItsOwn(String option) {
        return Stream.of("--host", "--admin-", "--tls-", "--warm-up").noneMatch(option::startsWith);
    }
}
