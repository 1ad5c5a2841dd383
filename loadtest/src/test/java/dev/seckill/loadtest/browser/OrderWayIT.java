package dev.seckill.loadtest.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What becomes of a buyer's order, shown while it happens. */
@InBrowser
final class OrderWayIT {

    private final Shop shop;
    private final Browser browser;
    private final BuyerPage page;

    OrderWayIT(Shop shop, Browser browser) {
        this.shop = shop;
        this.browser = browser;
        this.page = new BuyerPage(browser);
    }

    @Test
    void aHeldOrderIsConfirmedUnderTheEyesOfItsBuyer() {
        TestSale sale = shop.sale("{\"name\":\"n\",\"item\":\"car\",\"allotment\":3,\"holdFor\":600}");
        browser.open(sale.page());
        page.buy();
        String order = page.expectOrder();
        browser.eventually(() -> assertThat(browser.text("#held-until")).containsPattern("\\d"));

        sale.changeOrder(order, "confirm");

        page.expectStep("confirmed");
    }

    @Test
    void anOrderThatNobodyPaysForEndsUnderTheEyesOfItsBuyer() {
        TestSale sale = shop.sale("{\"name\":\"n\",\"item\":\"car\",\"allotment\":3,\"holdFor\":3}");
        browser.open(sale.page());

        page.buy();

        page.expectOutcome("expired");
        assertThat(sale.left()).isEqualTo(3);
    }

    @Test
    void anOrderThatIsSoldAtOnceIsStored() {
        TestSale sale = shop.sale("{\"name\":\"n\",\"item\":\"car\",\"allotment\":3}");
        browser.open(sale.page());
        page.buy();
        page.expectOrder();

        page.expectStep("confirmed");
        assertThat(browser.shows("#held-until")).isFalse();
    }
}
