package dev.seckill.api.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.config.ApiConfig;
import dev.seckill.model.settings.CommandReader;
import dev.seckill.model.settings.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The settings that the compose file gives the API, as Compose fills them in. */
final class ComposeEnvironmentTest {

    private static final Path FILE = Path.of("../infra/docker-compose.yml");
    private static final Pattern SERVICE =
            Pattern.compile("(?s)\n  seckill-api:\n.*?\n    environment:\n(.*?)\n    ports:");
    private static final Pattern LINE = Pattern.compile("(?m)^      ([A-Z_]+): (.*)$");
    private static final Pattern USE = Pattern.compile("\\$\\{([A-Z_]+):([-+])([^}]*)}");

    @Test
    void withoutAnySettingItStartsAndNobodyIsLetIn() throws IOException {
        ApiConfig config = parse(Map.of());

        assertThat(config.staff().isEmpty()).isTrue();
        assertThat(config.orderBook()).isNull();
        assertThat(config.pages().on()).isTrue();
        assertThat(config.pages().embedOrigins()).isEmpty();
        assertThat(config.receipts()).isNull();
    }

    @Test
    void aNameForTheShopTurnsReceiptsOn() throws IOException {
        assertThat(environment(Map.of("PROOF_ORIGIN", "shop.example/proofs")))
                .containsEntry("PROOF_ORIGIN", "shop.example/proofs")
                .containsEntry("PROOF_KEYS", "/var/lib/seckill/keys");
    }

    @Test
    void withTokensItHasOperatorsAndAnOrderBook() throws IOException {
        ApiConfig config = parse(Map.of(
                "ADMIN_TOKENS", "ann:opened-by-sesame-1",
                "ORDER_BOOK_TOKEN", "the-book-is-open",
                "EMBED_ORIGINS", "https://shop.example",
                "PAGES", "off"));

        assertThat(config.staff().isEmpty()).isFalse();
        assertThat(config.orderBook().url()).hasToString("http://order-consumer:3001");
        assertThat(config.pages().on()).isFalse();
        assertThat(config.pages().embedOrigins()).isEqualTo(List.of("https://shop.example"));
    }

    private static ApiConfig parse(Map<String, String> settings) throws IOException {
        ApiCommand command = new ApiCommand();
        Problems problems = new Problems();
        new CommandReader(command, environment(settings)).read(problems);
        ApiConfig config = problems.isEmpty() ? command.options.toConfig(problems) : null;
        assertThat(problems.isEmpty()).as(problems::message).isTrue();
        return config;
    }

    private static Map<String, String> environment(Map<String, String> settings) throws IOException {
        Matcher service = SERVICE.matcher(Files.readString(FILE));
        assertThat(service.find()).isTrue();
        Map<String, String> environment = new HashMap<>();
        Matcher line = LINE.matcher(service.group(1));
        while (line.find()) {
            environment.put(line.group(1), USE.matcher(line.group(2)).replaceAll(use -> value(use, settings)));
        }
        assertThat(environment).containsKeys("REDIS_URL", "ORDER_BOOK_URL", "EMBED_ORIGINS");
        return environment;
    }

    /** With a minus what follows stands for a setting that is not there, with a plus for one that is. */
    private static String value(MatchResult use, Map<String, String> settings) {
        String set = settings.getOrDefault(use.group(1), "");
        if (use.group(2).equals("+")) {
            return set.isEmpty() ? "" : use.group(3);
        }
        return set.isEmpty() ? use.group(3) : set;
    }
}
