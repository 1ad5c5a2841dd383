package dev.seckill.loadtest.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.Actions;

/** What a buyer sees and does on the page of a sale. */
@InBrowser
final class BuyerPageIT {

    private static final String THREE_CARS = "{\"name\":\"Red cars of spring\",\"item\":\"car\",\"allotment\":3}";

    private final Shop shop;
    private final Browser browser;
    private final BuyerPage page;

    BuyerPageIT(Shop shop, Browser browser) {
        this.shop = shop;
        this.browser = browser;
        this.page = new BuyerPage(browser);
    }

    @Test
    void saysWhatIsOnSale() {
        TestSale sale = shop.sale(THREE_CARS);

        browser.open(sale.page());

        page.expectState("open");
        assertThat(browser.text("h1")).isEqualTo("Red cars of spring");
        assertThat(browser.text("main")).contains("car");
        assertThat(browser.driver().getTitle()).contains("Red cars of spring");
    }

    @Test
    void salesOnOfferLeadToTheirPages() {
        TestSale sale = shop.sale("{\"name\":\"On the front page\",\"item\":\"car\",\"allotment\":3}");

        browser.open(sale.list());
        browser.click("a[href='" + sale.page() + "']");

        browser.eventually(() -> assertThat(browser.text("h1")).isEqualTo("On the front page"));
    }

    @Test
    void sellsOne() {
        TestSale sale = shop.sale(THREE_CARS);
        browser.open(sale.page());

        page.buy();

        String order = page.expectOrder();
        assertThat(sale.left()).isEqualTo(2);
        browser.eventually(() -> assertThat(sale.book("/orders/" + order)).isNotNull());
    }

    @Test
    void sellsAsManyAsAreChosen() {
        TestSale sale = shop.sale("{\"name\":\"n\",\"item\":\"car\",\"allotment\":5,\"perOrder\":3}");
        browser.open(sale.page());
        page.expectState("open");

        page.choose(2);
        page.buy();

        page.expectOrder();
        assertThat(sale.left()).isEqualTo(3);
    }

    @Test
    void aDoubleClickIsOneOrder() {
        TestSale sale = shop.sale(THREE_CARS);
        browser.open(sale.page());
        page.expectState("open");

        new Actions(browser.driver()).doubleClick(browser.element("#buy")).perform();

        page.expectOrder();
        browser.reload();
        page.expectOrder();
        assertThat(sale.left()).isEqualTo(2);
    }

    @Test
    void aReloadAndTheWayBackShowTheSameOrder() {
        TestSale sale = shop.sale(THREE_CARS);
        browser.open(sale.page());
        page.buy();
        String order = page.expectOrder();

        browser.reload();
        assertThat(page.expectOrder()).isEqualTo(order);
        browser.open("/");
        browser.driver().navigate().back();

        assertThat(page.expectOrder()).isEqualTo(order);
        assertThat(sale.left()).isEqualTo(2);
    }

    @Test
    void twoTabsGetTheSameOrder() {
        TestSale sale = shop.sale(THREE_CARS);
        browser.open(sale.page());
        page.expectState("open");
        browser.openTab(sale.page());
        page.buy();
        String order = page.expectOrder();

        browser.goToTab(0);
        page.buyIfStillAsked();

        assertThat(page.expectOrder()).isEqualTo(order);
        assertThat(sale.left()).isEqualTo(2);
    }

    @Test
    void saysThatEverythingIsSold() {
        TestSale sale = shop.sale("{\"name\":\"n\",\"item\":\"car\",\"allotment\":1}");
        browser.open(sale.page());
        page.expectState("open");

        sale.buy("somebody quicker");

        page.expectState("sold_out");
        page.expectNoWayToBuy();
    }

    @Test
    void tellsABuyerWhoComesTooLateThatEverythingIsSold() {
        TestSale sale = shop.sale("{\"name\":\"n\",\"item\":\"car\",\"allotment\":1}");
        browser.hearNothingOf(sale);
        browser.open(sale.page());
        sale.buy("somebody quicker");

        page.buy();

        page.expectOutcome("sold_out");
    }

    @Test
    void tellsABuyerWhoHasEnoughOfTheLimit() {
        TestSale sale = shop.sale("{\"name\":\"n\",\"item\":\"car\",\"allotment\":5,\"perBuyer\":1}");
        browser.open(sale.page());
        page.buy();
        page.expectOrder();
        browser.open("/docs"); // the page of the sale may be about to keep the order once more
        browser.keepOnlyTheBuyer();
        browser.open(sale.page());

        page.buy();

        page.expectOutcome("limit_reached");
        assertThat(sale.left()).isEqualTo(4);
    }

    @Test
    void buysAnotherOnlyWhenAskedTo() {
        TestSale sale = shop.sale("{\"name\":\"n\",\"item\":\"car\",\"allotment\":5,\"perBuyer\":2}");
        browser.open(sale.page());
        page.buy();
        String first = page.expectOrder();

        browser.click("#another");
        page.buyIfStillAsked();

        browser.eventually(() -> assertThat(page.orderShown()).isNotEmpty().isNotEqualTo(first));
        assertThat(sale.left()).isEqualTo(3);
    }

    @Test
    void theButtonWorksWhenTheCountdownIsOver() {
        TestSale sale = shop.sale(opensIn(3600));
        browser.open(sale.page());
        page.expectState("scheduled");
        page.expectNoWayToBuy();
        assertThat(browser.text("#countdown")).containsPattern("\\d");

        sale.redefine(opensIn(3));

        page.buy();
        page.expectOrder();
    }

    private static String opensIn(int seconds) {
        Instant opening = Instant.now().plusSeconds(seconds).truncatedTo(ChronoUnit.MILLIS);
        return "{\"name\":\"n\",\"item\":\"car\",\"allotment\":3,\"opensAt\":\"" + opening + "\"}";
    }

    @Test
    void followsAPauseAndTheEnd() {
        TestSale sale = shop.sale(THREE_CARS);
        browser.open(sale.page());
        page.expectState("open");

        sale.change("pause");
        page.expectState("paused");
        page.expectNoWayToBuy();
        sale.change("resume");
        page.expectState("open");
        sale.change("close");
        page.expectState("closed");
        page.expectNoWayToBuy();
    }

    @Test
    void tellsHowItIsWithoutAnyReload() {
        TestSale sale = shop.sale("{\"name\":\"n\",\"item\":\"car\",\"allotment\":100}");
        browser.open(sale.page());
        page.expectState("open");
        String before = browser.text("#left");

        assertThat(sale.burst(98).accepted()).isEqualTo(98);

        browser.eventually(() -> assertThat(browser.text("#left")).isNotEqualTo(before));
    }

    @Test
    void worksWithTheKeyboardAlone() {
        TestSale sale = shop.sale(THREE_CARS);
        browser.open(sale.page());
        page.expectState("open");

        browser.tabTo("#buy");
        browser.press(Keys.ENTER);

        page.expectOrder();
        browser.eventually(() -> assertThat(browser.focusIsWithin("#outcome")).isTrue());
        assertThat(sale.left()).isEqualTo(2);
    }

    @Test
    void speaksChinese() {
        TestSale sale = shop.sale(THREE_CARS);
        browser.speak("zh-CN,zh,en");

        browser.open(sale.page());

        page.expectState("open");
        assertThat(browser.attribute("html", "lang")).startsWith("zh");
        assertThat(browser.text("#buy")).containsPattern("\\p{IsHan}").doesNotContainPattern("[A-Za-z]{3}");
        page.buy();
        page.expectOrder();
        assertThat(browser.text("#outcome")).containsPattern("\\p{IsHan}");
        browser.picture("buyer-chinese");
    }

    @Test
    void saysThatThereIsNoSuchSale() {
        browser.open("/sales/nobody-ever-made-it");

        browser.eventually(() -> assertThat(browser.text("h1")).isNotEmpty());
        assertThat(browser.has("#buy")).isFalse();
        assertThat(browser.takeErrors()).hasSize(1).allMatch(error -> error.contains("status of 404"));
    }
}
