package dev.seckill.loadtest.chaos;

import dev.seckill.infra.app.AppCommand;
import dev.seckill.loadtest.Programs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The documented command that signs a sale by the order book alone: {@code java -jar order-consumer.jar certify --rebuild}. */
final class CertifyAnew {

    private final Programs programs;
    private final String[] keys;

    /** @param keys the settings of the shop's keys */
    CertifyAnew(Programs programs, String[] keys) {
        this.programs = Objects.requireNonNull(programs, "programs");
        this.keys = keys.clone();
    }

    /**
     * Runs it for the sale.
     *
     * @param proofs where it has to write; empty or missing
     * @throws IncidentException if it does not end within its bound
     */
    EndedCommand run(Path proofs) throws InterruptedException {
        AppCommand consumer = programs.consumer("certify", 0);
        List<String> line = new ArrayList<>();
        line.add(consumer.javaHome().resolve("bin/java").toString());
        line.addAll(consumer.java());
        line.addAll(List.of("certify", "--rebuild", "--sale=" + programs.sale(), "--proofs=" + proofs));
        line.addAll(Arrays.asList(keys));
        consumer.arguments().stream()
                .filter(option -> option.startsWith("--mysql"))
                .forEach(line::add);
        return EndedCommand.run("certify", line, consumer.log(), Waits.CERTIFY);
    }
}
