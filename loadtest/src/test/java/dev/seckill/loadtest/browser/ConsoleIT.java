package dev.seckill.loadtest.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import redis.clients.jedis.RedisClient;

/** The operator's page: it shows what is, and what it is told to do is done. */
@InBrowser
final class ConsoleIT {

    private final Shop shop;
    private final Browser browser;
    private final ConsolePage console;

    ConsoleIT(Shop shop, Browser browser) {
        this.shop = shop;
        this.browser = browser;
        this.console = new ConsolePage(browser);
    }

    @Test
    void aWrongTokenOpensNothing() {
        browser.open("/console");
        console.signIn("open-sesame-of-nobody");

        browser.eventually(() -> assertThat(browser.shows("#token-form")).isTrue());
        assertThat(browser.has("section[data-sale]")).isFalse();
    }

    @Test
    void itsFiguresAreThoseOfTheApiAndOfTheBuyersAfterABurst() {
        TestSale sale = shop.sale("{\"name\":\"n\",\"item\":\"car\",\"allotment\":40}");
        console.openFor(sale);
        assertThat(browser.has(".sale-links a[href='/api/sales/" + sale.id() + "/certificate']"))
                .isTrue();
        assertThat(browser.has(".sale-links a[href='/verify']")).isTrue();

        TestSale.Crowd told = sale.burst(100);

        assertThat(told).isEqualTo(new TestSale.Crowd(40, 60, 0));
        JsonNode seen = sale.seen();
        console.expect(sale, "allotment", seen.get("allotment").asLong());
        console.expect(sale, "left", seen.get("left").asLong());
        console.expect(sale, "held", seen.get("held").asLong());
        console.expect(sale, "confirmed", seen.get("confirmed").asLong());
        console.expect(sale, "accepted", told.accepted());
        console.expect(sale, "requests", told.accepted() + told.soldOut());
        console.expect(sale, "decided", told.accepted());
        console.expect(sale, "logged", told.accepted());
        console.expect(sale, "stored", told.accepted());
    }

    @Test
    void aPauseStopsTheNextPurchaseAndAResumeLetsItThrough() {
        TestSale sale = shop.sale("{\"name\":\"n\",\"item\":\"car\",\"allotment\":5}");
        console.openFor(sale);
        sale.buy("first");

        console.ask(sale, "pause");
        console.confirm();

        assertThat(sale.burst(1)).isEqualTo(new TestSale.Crowd(0, 0, 1));
        assertThat(sale.seen().get("state").asText()).isEqualTo("PAUSED");
        console.ask(sale, "resume");
        console.confirm();
        assertThat(sale.burst(1).accepted()).isEqualTo(1);
        browser.eventually(() -> assertThat(browser.text("#audit")).contains("ann"));
    }

    @Test
    void unitsAreAddedOnceAndTheSaleIsClosedForGood() {
        TestSale sale = shop.sale("{\"name\":\"n\",\"item\":\"car\",\"allotment\":5}");
        console.openFor(sale);

        console.ask(sale, "restock");
        browser.type("#confirm [name='units']", "7");
        console.confirm();
        console.expect(sale, "left", 12);
        console.ask(sale, "close");
        console.confirm();

        assertThat(sale.left()).isEqualTo(12);
        assertThat(sale.seen().get("state").asText()).isEqualTo("CLOSED");
    }

    @Test
    void nothingHappensToASaleUntilTheOperatorSaysYes() {
        TestSale sale = shop.sale("{\"name\":\"n\",\"item\":\"car\",\"allotment\":5}");
        console.openFor(sale);
        console.ask(sale, "close");

        browser.press(Keys.ESCAPE);

        browser.eventually(() -> assertThat(browser.shows("#confirm")).isFalse());
        assertThat(sale.seen().get("state").asText()).isEqualTo("OPEN");
    }

    @Test
    void theTokenIsForgottenWithTheTab() {
        TestSale sale = shop.sale("{\"name\":\"n\",\"item\":\"car\",\"allotment\":5}");
        console.openFor(sale);
        assertThat(browser.driver().getCurrentUrl()).doesNotContain(Shop.ADMIN);
        assertThat(browser.driver().executeScript("return JSON.stringify(localStorage) + document.cookie"))
                .asString()
                .doesNotContain(Shop.ADMIN);

        browser.openTab("/console");

        browser.eventually(() -> assertThat(browser.shows("#token-form")).isTrue());
    }

    @Test
    void saysFirstThatASaleIsHalted() {
        TestSale sale = shop.sale("{\"name\":\"Halted cars\",\"item\":\"car\",\"allotment\":5}");
        console.openFor(sale);

        halt(sale);

        browser.eventually(() ->
                assertThat(browser.text("#attention [data-kind='halted']")).contains("Halted cars"));
        assertThat(browser.attribute("#attention li", "data-kind")).isEqualTo("halted");
    }

    @Test
    void theTitleTellsOfTroubleWhereNothingIsDrawn() {
        TestSale sale = shop.sale("{\"name\":\"n\",\"item\":\"car\",\"allotment\":5}");
        console.openFor(sale);
        browser.driver()
                .executeScript("requestAnimationFrame = () => 0; document.title = 'hidden'"); // as in a hidden tab

        halt(sale);

        browser.eventually(() -> assertThat(browser.driver().getTitle()).matches("\\(\\d+\\) Console"));
    }

    private void halt(TestSale sale) {
        try (RedisClient redis = RedisClient.create(shop.servers().redisUrl())) {
            redis.hset("{" + sale.id() + "}:sale", "state", "HALTED"); // as the API does when a transaction went wrong
        }
    }

    @Test
    void aRestockWhoseReplyIsLostIsMadeOnceThoughItIsAskedForAgain() {
        TestSale sale = shop.sale("{\"name\":\"n\",\"item\":\"car\",\"allotment\":5}");
        console.openFor(sale);
        browser.driver().executeScript("""
                const real = window.fetch;
                window.fetch = async (path, ...more) => {
                  const reply = await real(path, ...more);
                  if (path.endsWith('/restock')) {
                    window.fetch = real;
                    throw new TypeError('The reply is lost.');
                  }
                  return reply;
                };
                """);
        console.ask(sale, "restock");
        browser.type("#confirm [name='units']", "7");
        browser.click("#confirm-yes");
        browser.eventually(() -> assertThat(browser.text("#confirm-yes")).isEqualTo("Try again"));
        browser.click("#confirm-no");

        console.ask(sale, "restock");
        console.confirm();

        assertThat(sale.left()).isEqualTo(12);
    }

    @Test
    void anEditSaysWhatItChangesAndLeavesWhatAnotherOperatorChanged() {
        TestSale sale = shop.sale(paidWithin(900, "Mine"));
        console.openFor(sale);
        console.ask(sale, "edit");
        browser.type("#confirm [name='holdFor']", "959");

        sale.redefine(paidWithin(900, "Yours"));

        browser.eventually(
                () -> assertThat(browser.element("#confirm [name='name']").getDomProperty("value"))
                        .isEqualTo("Yours"));
        assertThat(browser.text("#confirm-what"))
                .isEqualTo("Payment: within 15 min 59 s, 20 min at most, instead of within 15 min, 20 min at most");
        console.confirm();
        assertThat(sale.seen().get("name").asText()).isEqualTo("Yours");
        assertThat(sale.seen().get("holdFor").asLong()).isEqualTo(959);
    }

    private static String paidWithin(int seconds, String name) {
        return "{\"name\":\"" + name + "\",\"item\":\"car\",\"allotment\":5,\"holdFor\":" + seconds
                + ",\"holdMax\":1200}";
    }
}
