package dev.seckill.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.app.AppProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The log of the jar as it ships, for machines. */
final class JsonLogIT extends ApiJarTestBase {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    JsonLogIT(ServerStack servers) {
        super(servers);
    }

    @Test
    void eachLineIsAnObject() throws IOException {
        AppProcess api = start("--stock", "5", "--log-format", "json");

        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(api.log())) {
            if (!line.contains("[cds]")) { // the JVM itself
                lines.add(JSON.readTree(line));
            }
        }
        assertThat(lines).hasSizeGreaterThan(2).allSatisfy(line -> {
            assertThat(line.path("time").asText()).startsWith("20");
            assertThat(line.path("level").asText()).isIn("INFO", "WARN");
            assertThat(line.path("logger").asText()).isNotBlank();
            assertThat(line.path("message").asText()).isNotBlank();
        });
        assertThat(lines)
                .filteredOn(line -> line.path("message").asText().startsWith("sale - counter created"))
                .singleElement()
                .satisfies(line -> assertThat(line.path("sale").asText()).isEqualTo(sale));
    }
}
