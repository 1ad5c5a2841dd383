package dev.seckill.loadtest.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page costs somebody who was never here before: bytes over the wire and requests. Times are only printed. */
@InBrowser
final class FirstViewIT {

    private static final long BYTES_MAX = 150_000;
    private static final long REQUESTS_MAX = 15;

    /** The page and all it loaded, heads included; and when it was first painted and its last file was there. */
    private static final String FIGURES = """
            const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
            const paint = performance.getEntriesByName('first-contentful-paint')[0];
            return {
              requests: all.length,
              bytes: all.reduce((sum, entry) => sum + entry.transferSize, 0),
              painted: Math.round(paint ? paint.startTime : 0),
              loaded: Math.round(Math.max(...all.map((entry) => entry.responseEnd)))
            };
            """;

    private final Shop shop;
    private final Browser browser;
    private final TestSale sale;

    FirstViewIT(Shop shop, Browser browser) {
        this.shop = shop;
        this.browser = browser;
        this.sale = shop.sale("{\"name\":\"Light as a feather\",\"item\":\"car\",\"allotment\":3}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/sales/%s", "/console", "/sales/%s/report"})
    void isLight(String path) {
        String page = String.format(Locale.ROOT, path, sale.id());
        browser.forgetFiles();
        browser.open(page);
        browser.awaitQuiet();

        Map<?, ?> figures = (Map<?, ?>) browser.driver().executeScript(FIGURES);

        System.out.printf(
                Locale.ROOT,
                "first view of %s: %s requests, %s bytes, painted after %s ms, last file after %s ms%n",
                path.replace("%s", "{sale}"),
                figures.get("requests"),
                figures.get("bytes"),
                figures.get("painted"),
                figures.get("loaded"));
        assertThat((Long) figures.get("bytes")).isBetween(1L, BYTES_MAX);
        assertThat((Long) figures.get("requests")).isLessThanOrEqualTo(REQUESTS_MAX);
        assertThat(browser.foreignAddresses()).as("loaded from elsewhere").isEmpty();
    }

    @Test
    void theButtonIsThereSoon() {
        browser.forgetFiles();
        browser.open(sale.page());

        Object millis = browser.driver().executeAsyncScript("""
                const done = arguments[0];
                const look = () => {
                  const button = document.querySelector('#buy');
                  return button && !button.disabled ? (done(Math.round(performance.now())), true) : false;
                };
                if (!look()) {
                  const observer = new MutationObserver(() => look() && observer.disconnect());
                  observer.observe(document, {subtree: true, childList: true, attributes: true});
                }
                """);

        System.out.printf(
                Locale.ROOT, "first view of /sales/{sale}: the button works after %s ms at the latest%n", millis);
        assertThat(millis).isNotNull();
    }
}
