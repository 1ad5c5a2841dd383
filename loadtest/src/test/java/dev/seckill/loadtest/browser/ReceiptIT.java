package dev.seckill.loadtest.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.proof.text.ReceiptFile;
import dev.seckill.proof.verdict.Evidence;
import dev.seckill.proof.verdict.Outcome;
import dev.seckill.proof.verdict.ReceiptCheck;
import dev.seckill.proof.verdict.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file that a buyer keeps, as a browser saves it. */
@InBrowser
final class ReceiptIT {

    private static final String THREE_CARS = "{\"name\":\"n\",\"item\":\"car\",\"allotment\":3}";

    private final Shop shop;
    private final Browser browser;
    private final BuyerPage page;

    @TempDir
    Path downloads;

    ReceiptIT(Shop shop, Browser browser) {
        this.shop = shop;
        this.browser = browser;
        this.page = new BuyerPage(browser);
    }

    private void saveInto(Path folder) {
        browser.driver()
                .executeCdpCommand(
                        "Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", folder.toString()));
    }

    /** The one file that was saved, once it is there. */
    private Path saved() throws IOException {
        browser.eventually(() -> assertThat(downloads).isDirectoryContaining("glob:**.receipt.json"));
        try (Stream<Path> files = Files.list(downloads)) {
            return files.filter(file -> file.toString().endsWith(".receipt.json"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void assertIs(Path file, String order, Outcome... expected) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ReceiptCheck check = new ReceiptCheck(new Trust(null, List.of()), Clock.systemUTC());
        assertThat(check.verdict(bytes, Evidence.NONE).outcome()).isIn((Object[]) expected);
        assertThat(ReceiptFile.parse(bytes).orderId()).isEqualTo(order);
    }

    @Test
    void theBuyerSavesWhatThePageHasKept() throws IOException {
        TestSale sale = shop.sale(THREE_CARS);
        saveInto(downloads);
        browser.open(sale.page());
        page.buy();
        String order = page.expectOrder();
        browser.eventually(() -> assertThat(browser.shows("#receipt")).isTrue());
        assertThat(browser.attribute("#receipt", "href")).startsWith("blob:");

        browser.click("#receipt");

        Path file = saved();
        assertThat(file.getFileName().toString()).startsWith(sale.id() + "-");
        assertIs(file, order, Outcome.PROMISED, Outcome.PROVEN);
    }

    @Test
    void onceTheOrderIsProvenTheFileHasTheProof() throws IOException {
        TestSale sale = shop.sale(THREE_CARS);
        saveInto(downloads);
        browser.open(sale.page());
        page.buy();
        String order = page.expectOrder();
        browser.eventually(() -> assertThat(browser.text("#receipt-note")).contains("signed journal"));

        browser.click("#receipt");

        Path file = saved();
        assertIs(file, order, Outcome.PROVEN);
        assertThat(ReceiptFile.parse(Files.readAllBytes(file)).certificate()).contains("state interim");
    }

    /** A signed journal that breaks the shop's word must not be told as one that keeps it. */
    @Test
    void thatSomethingElseStandsInItsPlaceIsToldAsWhatItIs() throws IOException {
        TestSale sale = shop.sale(THREE_CARS);
        saveInto(downloads);
        browser.putAVoidIntoEachProof();
        browser.open(sale.page());
        page.buy();
        page.expectOrder();
        browser.eventually(() ->
                assertThat(browser.attribute("#receipt-place", "data-shows")).isEqualTo("other"));
        assertThat(browser.text("#receipt-note"))
                .contains("something else in your order's place")
                .doesNotContain("proof of that");

        browser.reload();
        browser.eventually(() ->
                assertThat(browser.attribute("#receipt-place", "data-shows")).isEqualTo("other"));
        browser.click("#receipt");

        assertThat(ReceiptFile.parse(Files.readAllBytes(saved())).proof()).contains("extra ");
    }

    @Test
    void aReloadedPageStillHasIt() {
        TestSale sale = shop.sale(THREE_CARS);
        browser.open(sale.page());
        page.buy();
        page.expectOrder();
        browser.eventually(() -> assertThat(browser.shows("#receipt")).isTrue());
        Object kept = browser.driver().executeScript("return JSON.stringify(localStorage)");
        assertThat(kept.toString().getBytes(UTF_8).length).isLessThan(20_000);
        assertThat(kept.toString()).contains("seckill/event@v1");

        browser.reload();

        browser.eventually(() -> assertThat(browser.shows("#receipt")).isTrue());
        assertThat(browser.attribute("#receipt", "href")).startsWith("blob:");
    }

    @Test
    void withoutScriptsItIsBehindALink() throws IOException {
        TestSale sale = shop.sale(THREE_CARS);
        saveInto(downloads);
        browser.runScripts(false);
        browser.open(sale.page());
        page.buy();
        String order = page.expectOrder();

        browser.click("#receipt");

        assertIs(saved(), order, Outcome.PROMISED, Outcome.PROVEN);
    }
}
