package dev.seckill.loadtest.browser;

import static org.assertj.core.api.Assertions.assertThat;

/** The report of a sale. */
record ReportPage(Browser browser) {

    /** Signs in, and waits until the report is there. */
    void openFor(TestSale sale) {
        browser.eventually(() -> assertThat(sale.book("/report")).isNotNull());
        browser.open(sale.page() + "/report");
        browser.type("#token", Shop.ADMIN);
        browser.element("#token-form").submit();
        browser.eventually(() -> assertThat(browser.text("#title")).isNotBlank());
    }
}
