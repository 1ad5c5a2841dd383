package dev.seckill.loadtest.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** All pages in the states in which people meet them; each is set before the browser by running it. */
final class Scenes {

    private final Shop shop;
    private final Browser browser;
    private final BuyerPage page;
    private final Map<String, Runnable> scenes = new LinkedHashMap<>();

    Scenes(Shop shop, Browser browser) {
        this.shop = shop;
        this.browser = browser;
        this.page = new BuyerPage(browser);
        scenes.put("sales", this::sales);
        scenes.put("buyer-scheduled", this::scheduled);
        scenes.put("buyer-open", () -> openPage(sale("")));
        scenes.put("buyer-held", this::held);
        scenes.put("buyer-sold-out", this::soldOut);
        scenes.put("buyer-paused", this::paused);
        scenes.put("buyer-unknown", this::unknown);
        scenes.put("console-sign-in", () -> browser.open("/console"));
        scenes.put("console", this::console);
        scenes.put("report", this::report);
        scenes.put("verify", this::verify);
    }

    /** By their names, in order. */
    Map<String, Runnable> all() {
        return scenes;
    }

    private TestSale sale(String more) {
        return shop.sale("{\"name\":\"Red cars of spring\",\"item\":\"car\",\"allotment\":20" + more + "}");
    }

    private void openPage(TestSale sale) {
        browser.open(sale.page());
        page.expectState("open");
    }

    private void sales() {
        sale(",\"holdFor\":600");
        TestSale last = sale(",\"opensAt\":\""
                + Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(4000) + "\"");
        browser.eventually(() -> {
            browser.open("/"); // page loads share a look, which may be from just before
            assertThat(browser.has("a[href='" + last.page() + "']")).isTrue();
        });
    }

    private void scheduled() {
        browser.open(sale(",\"opensAt\":\""
                        + Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(4000) + "\"")
                .page());
        page.expectState("scheduled");
    }

    private void held() {
        openPage(sale(",\"holdFor\":600,\"perBuyer\":2"));
        page.buy();
        page.expectOrder();
    }

    private void soldOut() {
        TestSale sale = sale("");
        sale.burst(30);
        browser.open(sale.page());
        page.expectState("sold_out");
    }

    private void paused() {
        TestSale sale = sale("");
        sale.change("pause");
        browser.open(sale.page());
        page.expectState("paused");
    }

    private void unknown() {
        browser.open("/sales/nobody-ever-made-it");
        browser.takeErrors(); // the browser notes that it got a 404
    }

    private void console() {
        TestSale sale = sale("");
        sale.burst(30);
        new ConsolePage(browser).openFor(sale);
    }

    private void report() {
        TestSale sale = sale("");
        sale.burst(30);
        new ReportPage(browser).openFor(sale);
    }

    private void verify() {
        VerifyPage verify = new VerifyPage(browser);
        browser.open("/verify");
        verify.give(ReceiptCase.named("another order in its place"));
        verify.expect("BROKEN-1");
    }
}
