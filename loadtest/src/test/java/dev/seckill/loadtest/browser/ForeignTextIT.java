package dev.seckill.loadtest.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A name that would be code if any page took it for code is text on every page. */
@InBrowser
final class ForeignTextIT {

    private static final String EVIL = "<img src=x onerror=document.title='taken'>\\\"'`{{name}}</script>";
    private static final String EVIL_AS_READ = EVIL.replace("\\\"", "\"");
    private static final String EVIL_BUYER = "<img src=x onerror=document.title='taken'>";

    private final Browser browser;
    private final TestSale sale;

    ForeignTextIT(Shop shop, Browser browser) {
        this.browser = browser;
        this.sale = shop.sale("{\"name\":\"" + EVIL + "\",\"item\":\"" + EVIL + "\",\"allotment\":3}");
    }

    @Test
    void onTheListOfSales() {
        browser.open(sale.list());

        expectText();
    }

    @Test
    void onTheBuyersPage() {
        browser.open(sale.page());
        BuyerPage page = new BuyerPage(browser);
        page.expectState("open");
        expectText();

        page.buy();

        page.expectOrder();
        expectText();
    }

    @Test
    void onTheConsole() {
        ConsolePage console = new ConsolePage(browser);
        console.openFor(sale);
        expectText();

        console.ask(sale, "pause");

        expectText();
        console.confirm();
        expectText();
    }

    @Test
    void onTheReport() {
        String order = sale.buy(EVIL_BUYER);
        browser.eventually(() -> assertThat(sale.book("/orders/" + order)).isNotNull());
        new ReportPage(browser).openFor(sale);
        expectText();

        browser.click("#plain");

        browser.eventually(() -> assertThat(browser.text("body")).contains(EVIL_BUYER));
        expectText();
    }

    /** No title, image or script came of it; that no error did either is looked at after each test. */
    private void expectText() {
        browser.eventually(() -> assertThat(browser.text("body")).contains(EVIL_AS_READ));
        assertThat(browser.driver().getTitle()).isNotEqualTo("taken");
        assertThat(browser.has("img[src='x']")).isFalse();
    }
}
