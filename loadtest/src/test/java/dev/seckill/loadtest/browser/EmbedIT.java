package dev.seckill.loadtest.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The button in a page of somebody else: it works in pages of the listed origins, and in no others. */
@InBrowser
final class EmbedIT {

    private final Shop shop;
    private final Browser browser;
    private final TestSale sale;

    EmbedIT(Shop shop, Browser browser) {
        this.shop = shop;
        this.browser = browser;
        this.sale = shop.sale("{\"name\":\"n\",\"item\":\"car\",\"allotment\":3}");
    }

    @Test
    void sellsInAPageOfAListedOrigin() {
        OtherSite partner = shop.partner();
        partner.show(tag());
        browser.open(partner.origin());

        browser.enterFrame("iframe");
        BuyerPage page = new BuyerPage(browser);
        page.buy();

        page.expectOrder();
        assertThat(sale.left()).isEqualTo(2);
    }

    @Test
    void showsNothingInAPageOfAnotherOrigin() {
        try (OtherSite stranger = OtherSite.start()) {
            stranger.show(tag());
            browser.open(stranger.origin());
            browser.enterFrame("iframe");

            browser.eventually(
                    () -> assertThat(browser.driver().getPageSource()).doesNotContain(sale.id()));
            assertThat(browser.has("#buy")).isFalse();
            assertThat(browser.takeErrors()).anyMatch(error -> error.contains("frame-ancestors"));
        }
    }

    private String tag() {
        return "<script src=\"" + shop.url() + "/embed.js\" data-sale=\"" + sale.id() + "\"></script>";
    }
}
