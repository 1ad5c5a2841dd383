package dev.seckill.loadtest.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.infra.testing.TakesLong;
import org.junit.jupiter.api.Test;

/**
 * Keeps pictures of the pages before, during and after a burst in {@code target/screenshots}. Those of all other states
 * come from {@link AccessibilityIT}.
 */
@TakesLong
@InBrowser
final class PicturesIT {

    private static final int UNITS = 400;
    private static final int AT_ONCE = 40;

    private final Browser browser;
    private final BuyerPage page;
    private final ConsolePage console;
    private final TestSale sale;

    PicturesIT(Shop shop, Browser browser) {
        this.browser = browser;
        this.page = new BuyerPage(browser);
        this.console = new ConsolePage(browser);
        this.sale = shop.sale(
                "{\"name\":\"Red cars of spring\",\"item\":\"car\",\"allotment\":" + UNITS + ",\"holdFor\":600}");
    }

    @Test
    void ofABurst() {
        browser.open(sale.page());
        page.expectState("open");
        console.openTabFor(sale);
        pictures("before");

        sell(UNITS / 2);
        pictures("during");
        sell(UNITS);
        browser.goToTab(0);
        page.expectState("sold_out");
        browser.goToTab(1);
        console.expect(sale, "left", 0);
        pictures("after");

        assertThat(sale.left()).isZero();
    }

    private void sell(int requests) {
        for (int asked = 0; asked < requests; asked += AT_ONCE) {
            assertThat(sale.burst(AT_ONCE).other()).isZero();
        }
        browser.goToTab(1);
        console.expect(sale, "left", sale.left());
    }

    private void pictures(String moment) {
        String[] names = {"buyer", "console"};
        for (int tab = 0; tab < names.length; tab++) {
            browser.goToTab(tab);
            for (Look look : Look.ALL) {
                browser.look(look);
                browser.picture("burst-" + names[tab] + "-" + moment + "-" + look);
            }
        }
    }
}
