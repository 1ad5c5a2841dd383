package dev.seckill.loadtest.secure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seckill.infra.Checkout;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** Each jar lists its parts, with their versions. A build with {@code -o} makes no list. */
final class PartsListIT {

    private static final String LIST = "META-INF/sbom/application.cdx.json";

    @Test
    void theApiTellsWhatIsInItsJar() throws IOException {
        assertThat(parts("seckill-api"))
                .contains("jedis", "kafka-clients", "javalin", "common-model")
                .doesNotContain("mysql-connector-j", "junit-jupiter-api", "infra");
    }

    @Test
    void theConsumerTellsWhatIsInItsJar() throws IOException {
        assertThat(parts("order-consumer"))
                .contains("mysql-connector-j", "kafka-clients", "HikariCP", "common-model")
                .doesNotContain("jedis", "junit-jupiter-api", "infra");
    }

    private static List<String> parts(String module) throws IOException {
        try (ZipFile jar = new ZipFile(Checkout.find().jar(module).toFile())) {
            ZipEntry list = jar.getEntry(LIST);
            assumeTrue(list != null, "built with -o, so without its list of parts");
            try (InputStream text = jar.getInputStream(list)) {
                JsonNode bom = new ObjectMapper().readTree(text);
                assertThat(bom.path("bomFormat").asText()).isEqualTo("CycloneDX");
                List<JsonNode> components = bom.path("components").findParents("purl");
                assertThat(components)
                        .allMatch(part -> !part.path("version").asText().isEmpty());
                return components.stream()
                        .map(part -> part.path("name").asText())
                        .toList();
            }
        }
    }
}
