package dev.seckill.api.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.infra.testing.LogLines;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecoverCommandTest {

    @ParameterizedTest
    @ValueSource(strings = {"--allotment=5", "--rebuilt-at=2026-12-01T08:00:00Z"})
    void refusesForAllSalesWhatIsAboutOne(String option) {
        AtomicInteger exitCode = new AtomicInteger();

        List<String> told = LogLines.during(
                () -> exitCode.set(ApiCommand.run(new String[] {"recover", "--all", option}, config -> 0)));

        assertThat(exitCode).hasValue(2);
        assertThat(String.join("\n", told)).contains("--all cannot go with --allotment or --rebuilt-at");
    }
}
