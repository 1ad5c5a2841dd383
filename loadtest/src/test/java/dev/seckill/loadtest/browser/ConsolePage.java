package dev.seckill.loadtest.browser;

import static org.assertj.core.api.Assertions.assertThat;

/** The operator's page by the hooks that it promises. */
record ConsolePage(Browser browser) {

    /** Gives a token on the page that is open, as somebody types it. */
    void signIn(String token) {
        browser.type("#token", token);
        browser.element("#token-form").submit();
    }

    /** Signs in and has this sale before the eyes. */
    void openFor(TestSale sale) {
        browser.open(address(sale));
        signIn(sale);
    }

    /** The same in another tab. */
    void openTabFor(TestSale sale) {
        browser.openTab(address(sale));
        signIn(sale);
    }

    private void signIn(TestSale sale) {
        signIn(Shop.ADMIN);
        browser.eventually(() -> assertThat(browser.shows(section(sale))).isTrue());
    }

    private static String address(TestSale sale) {
        return "/console#" + sale.id();
    }

    private static String section(TestSale sale) {
        return "section[data-sale='" + sale.id() + "']";
    }

    /** Waits until the page shows this figure of the sale. */
    void expect(TestSale sale, String figure, long value) {
        browser.eventually(
                () -> assertThat(browser.attribute(section(sale) + " [data-figure='" + figure + "']", "data-value"))
                        .as(figure)
                        .isEqualTo(Long.toString(value)));
    }

    /** Presses a control of the sale, which asks back. */
    void ask(TestSale sale, String action) {
        browser.click(section(sale) + " [data-action='" + action + "']");
        browser.eventually(() -> assertThat(browser.shows("#confirm")).isTrue());
    }

    /** Says yes to what was asked, and waits until it is done. */
    void confirm() {
        browser.click("#confirm-yes");
        browser.eventually(() -> assertThat(browser.shows("#confirm")).isFalse());
    }
}
