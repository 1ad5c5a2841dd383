package dev.seckill.loadtest.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Cookie;

/** Under which key the buyer's page asks, where it could be taken for a new purchase or for an old one. */
@InBrowser
final class PurchaseKeysIT {

    private final Shop shop;
    private final Browser browser;
    private final BuyerPage page;

    PurchaseKeysIT(Shop shop, Browser browser) {
        this.shop = shop;
        this.browser = browser;
        this.page = new BuyerPage(browser);
    }

    @Test
    void aFormWithoutAnAnswerIsSentAgainAsAForm() {
        TestSale sale = shop.sale("{\"name\":\"n\",\"item\":\"car\",\"allotment\":3}");
        browser.runScripts(false);
        browser.open(sale.page());
        page.buy();
        String order = page.expectOrder();
        answerBusy(sale);

        browser.runScripts(true);
        browser.reload();
        page.expectOutcome("busy");
        browser.click("#retry");

        assertThat(page.expectOrder()).isEqualTo(order);
        assertThat(sale.left()).isEqualTo(2);
    }

    @Test
    void anotherOneIsTheOneWhoseAnswerNeverCame() {
        TestSale sale = shop.sale("{\"name\":\"n\",\"item\":\"car\",\"allotment\":5,\"perBuyer\":4}");
        browser.open(sale.page());
        page.buy();
        String first = page.expectOrder();
        browser.click("#another");
        page.buy();
        browser.eventually(() -> assertThat(page.orderShown()).isNotEmpty().isNotEqualTo(first));
        String second = page.orderShown();
        loseTheNewestAnswer(sale);
        browser.reload();
        assertThat(page.expectOrder()).isEqualTo(first);

        browser.click("#another");
        page.buy();

        browser.eventually(() -> assertThat(page.orderShown()).isNotEmpty().isNotEqualTo(first));
        assertThat(page.orderShown()).isEqualTo(second);
        assertThat(sale.left()).isEqualTo(3);
    }

    @Test
    void aHoldThatIsOverNoLongerCountsAsOwned() {
        TestSale sale = shop.sale("{\"name\":\"n\",\"item\":\"car\",\"allotment\":3,\"perBuyer\":1,\"holdFor\":3}");
        browser.driver().executeCdpCommand("Network.enable", Map.of());
        browser.driver()
                .executeCdpCommand(
                        "Network.setBlockedURLs",
                        Map.of("urlPatterns", List.of(Map.of("urlPattern", shop.url() + "/*/way", "block", true))));
        browser.open(sale.page());
        page.buy();
        page.expectOutcome("over");

        browser.click("#another");
        page.buy();

        page.expectOutcome("accepted");
        assertThat(sale.left()).isEqualTo(2);
    }

    @Test
    void aFrameIsAboutTheBuyerOfThePageAround() {
        TestSale sale = shop.sale("{\"name\":\"n\",\"item\":\"car\",\"allotment\":3}");
        openFrame(sale, "");
        page.buy();
        String order = page.expectOrder();

        openFrame(sale, " data-token=\"x.eyJzdWIiOiJib2IifQ.x\""); // of bob
        browser.eventually(() -> assertThat(browser.shows("#buy")).isTrue());
        assertThat(page.orderShown()).isEmpty();

        openFrame(sale, "");
        assertThat(page.expectOrder()).isEqualTo(order);
    }

    private void openFrame(TestSale sale, String token) {
        shop.partner()
                .show("<script src=\"" + shop.url() + "/embed.js\" data-sale=\"" + sale.id() + "\"" + token
                        + "></script>");
        browser.driver().switchTo().defaultContent();
        browser.open(shop.partner().origin());
        browser.enterFrame("iframe");
        page.expectState("open");
    }

    /** As if the order had been made, but not in time for the answer. */
    private void answerBusy(TestSale sale) {
        browser.driver().manage().deleteCookieNamed("seckill_outcome");
        browser.driver()
                .manage()
                .addCookie(new Cookie.Builder("seckill_outcome", "BUSY~1~1~~")
                        .path(sale.page() + "/outcome")
                        .build());
    }

    /** As if no answer had come to the newest purchase, long ago. */
    private void loseTheNewestAnswer(TestSale sale) {
        browser.driver().executeScript("""
                const [sale] = arguments;
                const orders = JSON.parse(localStorage.getItem(`seckill.orders.${sale}`));
                localStorage.setItem(`seckill.orders.${sale}`, JSON.stringify(orders.slice(1)));
                localStorage.setItem(`seckill.pending.${sale}`, JSON.stringify({ quantities: [1], since: 0 }));
                """, sale.id());
    }
}
