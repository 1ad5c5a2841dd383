package dev.seckill.loadtest.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** The report of a sale as a page. */
@InBrowser
final class ReportPageIT {

    private final Shop shop;
    private final Browser browser;

    ReportPageIT(Shop shop, Browser browser) {
        this.shop = shop;
        this.browser = browser;
    }

    @Test
    void saysWhatTheBuyersWereTold() {
        TestSale sale = shop.sale("{\"name\":\"Red cars of spring\",\"item\":\"car\",\"allotment\":17}");
        TestSale.Crowd told = sale.burst(60);
        assertThat(told).isEqualTo(new TestSale.Crowd(17, 43, 0));
        browser.eventually(() -> {
            JsonNode report = sale.book("/report");
            assertThat(report.at("/confirmed/units").asLong()).isEqualTo(17);
        });

        new ReportPage(browser).openFor(sale);

        browser.eventually(() -> assertThat(browser.text("main"))
                .contains("Red cars of spring")
                .contains("17")
                .contains("43"));
    }

    @Test
    void saysHowFarTheSaleIsCertified() {
        TestSale sale = shop.sale("{\"name\":\"n\",\"item\":\"car\",\"allotment\":3}");
        assertThat(sale.burst(3)).isEqualTo(new TestSale.Crowd(3, 0, 0));
        browser.eventually(() ->
                assertThat(sale.book("/report").at("/confirmed/units").asLong()).isEqualTo(3));

        new ReportPage(browser).openFor(sale);

        browser.eventually(() -> {
            browser.click("#refresh");
            assertThat(browser.text("#signed")).startsWith("An interim certificate of 5 events was signed on ");
        });
        browser.eventually(() -> assertThat(browser.attribute("#signed a", "href"))
                .endsWith("/api/sales/" + sale.id() + "/certificate"));
    }
}
