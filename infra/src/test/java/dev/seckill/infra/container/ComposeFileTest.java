package dev.seckill.infra.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ComposeFileTest {

    private static final Pattern USED = Pattern.compile("\\$\\{([A-Z_]+)");
    private static final Pattern TOLD = Pattern.compile("(?m)^#([A-Z_]+)=");

    @Test
    void everySettingStandsInTheExample() throws IOException {
        Set<String> used = names(USED, "docker-compose.yml");

        assertThat(used).contains("ADMIN_TOKENS", "ORDER_BOOK_TOKEN", "PAGES", "EMBED_ORIGINS");
        assertThat(names(TOLD, ".env.example")).isEqualTo(used);
    }

    /** The API sends what the consumer takes; with no token there is neither, and both start all the same. */
    @Test
    void theApiReadsTheOrderBookWithTheTokenOfTheConsumer() throws IOException {
        assertThat(Files.readString(Path.of("docker-compose.yml")))
                .contains("ORDER_BOOK_URL: ${ORDER_BOOK_TOKEN:+http://order-consumer:3001}\n")
                .contains("ORDER_BOOK_TOKEN: ${ORDER_BOOK_TOKEN:-}\n")
                .contains("READ_TOKENS: ${ORDER_BOOK_TOKEN:+api:${ORDER_BOOK_TOKEN}}\n");
    }

    private static Set<String> names(Pattern pattern, String file) throws IOException {
        Set<String> names = new TreeSet<>();
        Matcher found = pattern.matcher(Files.readString(Path.of(file)));
        while (found.find()) {
            names.add(found.group(1));
        }
        return names;
    }
}
