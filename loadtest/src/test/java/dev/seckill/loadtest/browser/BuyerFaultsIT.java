package dev.seckill.loadtest.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.infra.Server;
import dev.seckill.infra.testing.TakesLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A buyer's purchase while something fails under the page: it is taken up again with the same key, so it ends as one
 * order. What holds a reply back is a frozen Kafka, because an order is decided before Kafka has to acknowledge it.
 */
@InBrowser
@TakesLong
final class BuyerFaultsIT {

    private final Shop shop;
    private final Browser browser;
    private final BuyerPage page;
    private final TestSale sale;

    BuyerFaultsIT(Shop shop, Browser browser) {
        this.shop = shop;
        this.browser = browser;
        this.page = new BuyerPage(browser);
        this.sale = shop.sale("{\"name\":\"Blue cars\",\"item\":\"car\",\"allotment\":3}");
    }

    @AfterEach
    void mend() {
        for (Server each : new Server[] {shop.servers().redis(), shop.servers().kafka()}) {
            each.thaw();
        }
        if (!shop.api().isRunning()) {
            shop.api().start();
        }
    }

    @Test
    void aReloadInMidPurchaseTakesItUpAgain() {
        openPage();
        shop.servers().kafka().freeze();
        page.buy();
        awaitDecision();

        browser.reload();
        shop.servers().kafka().thaw();

        page.expectOrder();
        expectOneOrder();
    }

    @Test
    void aServerThatDiesAndComesBackGivesTheSameOrder() {
        openPage();
        shop.servers().kafka().freeze();
        page.buy();
        awaitDecision();

        shop.api().kill();
        shop.servers().kafka().thaw();
        shop.api().start();

        page.expectOrder();
        expectOneOrder();
    }

    @Test
    void aPageOutlivesARestartAndStillSells() {
        openPage();
        shop.api().stop();
        shop.api().start();

        page.buy();

        page.expectOrder();
        expectOneOrder();
    }

    @Test
    void goesOnByItselfWhenTheBuyerIsBackOnline() {
        openPage();
        browser.connect(false);
        page.buy();
        page.expectOutcome("offline");

        browser.connect(true);

        page.expectOrder();
        expectOneOrder();
    }

    @Test
    void triesAgainByItselfWhileTheShopIsBusy() {
        openPage();
        shop.servers().redis().freeze();
        page.buy();
        page.expectOutcome("busy");

        shop.servers().redis().thaw();

        page.expectOrder();
        expectOneOrder();
    }

    private void openPage() {
        browser.open(sale.page());
        page.expectState("open");
    }

    /** The order is there, and the page has no reply yet. */
    private void awaitDecision() {
        browser.eventually(() -> assertThat(sale.left()).isEqualTo(2));
        assertThat(page.orderShown()).isEmpty();
    }

    private void expectOneOrder() {
        String order = page.orderShown();
        browser.eventually(() -> assertThat(sale.book("/orders/" + order)).isNotNull());
        assertThat(sale.left()).isEqualTo(2);
    }
}
