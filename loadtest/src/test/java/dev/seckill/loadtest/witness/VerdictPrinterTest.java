package dev.seckill.loadtest.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class VerdictPrinterTest {

    private final Scenario run = Scenario.aFlawlessRun();

    @Test
    void printsAPassAsInTheGoldenText() throws IOException {
        assertThat(VerdictPrinter.print(run.judge())).isEqualTo(golden("pass.golden.txt"));
    }

    @Test
    void printsAFailWithItsReasonsAsInTheGoldenText() throws IOException {
        run.rows.remove(0);
        run.answers.set(9, Scenario.failed(10));
        run.incidents.add("the order book did not settle within 60 s (decided=4, outbox=0, rows=3)");

        assertThat(VerdictPrinter.print(run.judge())).isEqualTo(golden("fail.golden.txt"));
    }

    private String golden(String name) throws IOException {
        try (InputStream file = getClass().getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
