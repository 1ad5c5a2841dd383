package dev.seckill.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.infra.embedded.KafkaRight;
import dev.seckill.infra.embedded.SecureStack;
import dev.seckill.infra.embedded.StackConfig;
import dev.seckill.infra.testing.KafkaRights;
import dev.seckill.model.check.CheckReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code check} as an operator runs it before a sale: the jar as it ships, on secured servers, with just the rights that are listed. */
@Timeout(300)
final class CheckJarIT {

    @TempDir
    private static Path folder;

    private static SecureStack stack;

    @BeforeAll
    static void start() {
        stack = SecureStack.start(
                StackConfig.onFreePorts(folder.resolve("data")).briefly());
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void findsNothingRedButWhatTheMachineLacks() throws Exception {
        Said said = check();

        assertThat(said.code()).as(said.text()).isIn(CheckReport.DOUBTFUL, CheckReport.BAD);
        assertThat(said.lines("RED"))
                .as(said.text())
                .allMatch(
                        line -> line.matches("RED +(kafka room|redis memory|crowd open files|crowd accept queue) .*"));
        assertThat(said.lines("GREEN"))
                .anyMatch(line -> line.contains("redis rights"))
                .anyMatch(line -> line.contains("kafka brokers"));
        assertThat(said.lines("AMBER")).anyMatch(line -> line.matches("AMBER +topic CAR_NUMBER +there is none;.*"));
        assertThat(said.lines("UNKNOWN")).anyMatch(line -> line.contains("redis appendfsync"));
        assertThat(said.text()).doesNotContain(secrets());
    }

    @Test
    void aRightThatIsMissingInKafkaIsRed() throws Exception {
        try (KafkaRights rights = new KafkaRights(stack)) {
            KafkaRight mayMake = KafkaRights.listedFor("seckill-api").stream()
                    .filter(right -> right.may().equals("Create"))
                    .findFirst()
                    .orElseThrow();
            rights.revoke(mayMake);
            try {
                Said said = check();

                assertThat(said.code()).as(said.text()).isEqualTo(CheckReport.BAD);
                assertThat(said.lines("RED"))
                        .anyMatch(line -> line.contains("an instance could not make it") && line.contains("Create"));
            } finally {
                rights.grant(mayMake);
            }
        }
    }

    /** What a command said, and its exit code. */
    private record Said(int code, String text) {

        List<String> lines(String light) {
            return text.lines().filter(line -> line.startsWith(light)).toList();
        }
    }

    private static Said check() throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("check"));
        line.addAll(stack.apiSettings());
        line.addAll(List.of("--replication=1", "--stock=100", "--buyers=2000", "--within=5s"));
        Path output = Files.createTempFile(folder, "check", ".txt");
        Process process = ApiJar.builder(line)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Said(process.exitValue(), Files.readString(output));
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<String> secrets() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("data/secrets"))) {
            List<String> secrets = new ArrayList<>();
            for (Path file :
                    files.filter(file -> file.toString().endsWith("-password")).toList()) {
                secrets.add(Files.readString(file));
            }
            return secrets;
        }
    }
}
