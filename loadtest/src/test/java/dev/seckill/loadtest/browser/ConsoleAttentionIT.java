package dev.seckill.loadtest.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the console calls to an operator's attention, of figures that are made up: most are hard to bring about. */
@InBrowser
final class ConsoleAttentionIT {

    private final Browser browser;

    ConsoleAttentionIT(Browser browser) {
        this.browser = browser;
    }

    @Test
    void whatNeedsAttentionIsToldAndNothingElseIs() throws IOException {
        browser.open("/console");

        List<?> wrong;
        try (InputStream cases = ConsoleAttentionIT.class.getResourceAsStream("attention.js")) {
            wrong = (List<?>) browser.driver().executeScript(new String(cases.readAllBytes(), UTF_8));
        }

        assertThat(wrong).isEmpty();
    }
}
