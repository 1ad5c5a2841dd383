package dev.seckill.infra.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.infra.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AppCommandTest {

    @ParameterizedTest
    @CsvSource({"README.md, seckill-api", "README.md, order-consumer", "seckill-api/README.md, seckill-api"})
    void readmeRunsAJarAsThisDoes(String readme, String module) throws IOException {
        String oneLineForEachCommand =
                Files.readString(Checkout.find().root().resolve(readme)).replaceAll("\\\\\n *", "");

        assertThat(oneLineForEachCommand)
                .contains("java " + String.join(" ", AppCommand.MEMORY.get(module)) + " -jar " + module + "/target/"
                        + module + ".jar");
    }

    /** But for the heap, which is a share of the container's memory, and what a Java 25 need not be told. */
    @ParameterizedTest
    @ValueSource(strings = {"seckill-api", "order-consumer"})
    void imageRunsAProgramAsThisDoes(String module) throws IOException {
        List<String> options = AppCommand.MEMORY.get(module).stream()
                .filter(option -> option.startsWith("-XX:"))
                .filter(option -> !option.endsWith("VMOptions"))
                .toList();
        String dockerfile = Files.readString(Checkout.find().root().resolve("infra/docker/Dockerfile"));
        String image = dockerfile.substring(dockerfile.indexOf("FROM runtime AS " + module));

        assertThat(image.replaceAll("(?s)(?<=.)FROM .*", "")
                        .replaceAll("[\",\\\\]", "")
                        .replaceAll("\\s+", " "))
                .contains("-XX:MaxRAMPercentage=60 " + String.join(" ", options) + " -cp ");
    }

    /** An archive holds objects as this collector lays them out in a heap of this size. */
    @Test
    void buildTrainsAProgramOnTheHeapThatThisGivesIt() throws IOException {
        String pom = Files.readString(Checkout.find().root().resolve("seckill-api/pom.xml"));
        assertThat(AppCommand.MEMORY.get("seckill-api"))
                .filteredOn(option -> option.matches("-Xmx.*|-XX:\\+Use\\w+GC"))
                .hasSize(2)
                .allSatisfy(option -> assertThat(pom).contains("<argument>" + option + "</argument>"));
    }
}
