package dev.seckill.loadtest.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.interactions.Actions;

/** A buyer whose browser runs no scripts buys with a plain form. */
@InBrowser
final class NoScriptIT {

    private final Shop shop;
    private final Browser browser;
    private final BuyerPage page;

    NoScriptIT(Shop shop, Browser browser) {
        this.shop = shop;
        this.browser = browser;
        this.page = new BuyerPage(browser);
    }

    @BeforeEach
    void switchOff() {
        browser.runScripts(false);
    }

    @Test
    void theFormSellsOne() {
        TestSale sale = shop.sale("{\"name\":\"n\",\"item\":\"car\",\"allotment\":3}");
        browser.open(sale.page());

        page.buy();

        String order = page.expectOrder();
        assertThat(sale.left()).isEqualTo(2);
        browser.reload();
        assertThat(page.expectOrder()).isEqualTo(order);
        assertThat(sale.left()).isEqualTo(2);
    }

    @Test
    void sentTwiceItIsOneOrder() {
        TestSale sale = shop.sale("{\"name\":\"n\",\"item\":\"car\",\"allotment\":3}");
        browser.open(sale.page());

        new Actions(browser.driver()).doubleClick(browser.element("#buy")).perform();

        String order = page.expectOrder();
        browser.open(sale.page());
        page.buyIfStillAsked();
        assertThat(page.expectOrder()).isEqualTo(order);
        assertThat(sale.left()).isEqualTo(2);
    }

    @Test
    void saysThatEverythingIsSold() {
        TestSale sale = shop.sale("{\"name\":\"n\",\"item\":\"car\",\"allotment\":1}");
        browser.open(sale.page());
        sale.buy("somebody quicker");

        page.buy();

        page.expectOutcome("sold_out");
    }
}
