package dev.seckill.infra.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.infra.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
