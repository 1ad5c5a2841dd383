package dev.seckill.consumer.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.infra.testing.SettingRows;
import dev.seckill.model.settings.CommandReader;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The README's tables are what the program and its subcommands understand. */
final class ReadmeTest {

    @Test
    void listsEverySettingAsItIsAndNothingElse() {
        assertThat(SettingRows.inReadme(""))
                .containsExactlyInAnyOrderElementsOf(
                        SettingRows.of(new CommandReader(new ConsumeCommand(), Map.of()).commandLine()));
    }
}
