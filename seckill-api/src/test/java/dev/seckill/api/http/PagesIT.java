package dev.seckill.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.api.config.AdmissionSettings;
import dev.seckill.api.config.PageSettings;
import dev.seckill.api.decide.Reply;
import dev.seckill.api.decide.SaleView;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.SaleState;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.model.SaleId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages on a real server, with decisions that the test makes. */
@Timeout(300)
final class PagesIT {

    private static final Pattern FILE = Pattern.compile("(?:href|src)=\"(/static/[^\"]+)\"");
    private static final long FIRST_VIEW_BYTES_MAX = 150_000;
    private static final int FIRST_VIEW_REQUESTS_MAX = 15;

    private final PageSite site = new PageSite();

    @BeforeEach
    void aSale() {
        site.sales.add(new SaleId("cars"));
        site.answer(PageSite.NAME, SaleState.Phase.OPEN, 95);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/sales/cars", "/sales/cars/report", "/console", "/sales/no such"})
    void eachPageForbidsWhatItDoesNotNeed(String path) {
        HttpResponse<byte[]> page = site.get(path.replace(" ", "%20"));

        assertThat(header(page, "Content-Security-Policy"))
                .contains(
                        "default-src 'none'",
                        "script-src 'self'",
                        "style-src 'self'",
                        "base-uri 'none'",
                        "frame-ancestors 'none'")
                .doesNotContain("unsafe", "*");
        assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(page, "X-Frame-Options")).isEqualTo("DENY");
        assertThat(header(page, "Referrer-Policy")).isIn("no-referrer", "same-origin");
        assertThat(header(page, "Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(header(page, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(header(page, "Permissions-Policy")).contains("camera=()", "payment=()");
        assertThat(header(page, "Content-Type")).isEqualTo("text/html;charset=utf-8");
        assertThat(header(page, "Cache-Control")).isIn("no-store", "no-cache");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/sales/cars", "/sales/cars/report", "/console"})
    void noPageHasScriptOrStyleWithinIt(String path) {
        String page = text(site.get(path));

        assertThat(page)
                .doesNotContain("<style", " style=", " onclick=", " onload=", "javascript:")
                .doesNotContainPattern("<script(?![^>]*(src=|type=\"application/json\"))");
        assertThat(page).startsWith("<!doctype html>").contains("<html lang=\"en\">");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/sales/cars"})
    void theNameOfASaleIsTextWhateverItIs(String path) {
        assertThat(text(site.get(path))).contains("&lt;img src").doesNotContain("<img src=x");
    }

    @Test
    void theFirstViewIsSmall() {
        for (String path : List.of("/", "/sales/cars", "/sales/cars/report", "/console")) {
            HttpResponse<byte[]> page = site.get(path, "Accept-Encoding", "gzip, br");
            List<String> files = files(path);
            long bytes = page.body().length;
            for (String file : files) {
                bytes += site.get(file, "Accept-Encoding", "gzip, br").body().length;
            }

            assertThat(bytes).as(path).isLessThan(FIRST_VIEW_BYTES_MAX);
            assertThat(files.size() + 1).as(path).isLessThan(FIRST_VIEW_REQUESTS_MAX);
        }
    }

    private List<String> files(String path) {
        return FILE.matcher(text(site.get(path)))
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
    }

    @Test
    void aFileIsKeptForEverAndCompressedForThoseWhoAcceptIt() throws IOException {
        for (String file : files("/console")) {
            HttpResponse<byte[]> plain = site.get(file);
            HttpResponse<byte[]> gzip = site.get(file, "Accept-Encoding", "br, GZIP;q=0.5");

            assertThat(plain.statusCode()).as(file).isEqualTo(200);
            assertThat(header(plain, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
            assertThat(header(plain, "Vary")).contains("Accept-Encoding");
            assertThat(header(plain, "X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
            if (gzip.headers().firstValue("Content-Encoding").isPresent()) {
                assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip.body())).readAllBytes())
                        .isEqualTo(plain.body());
            }
            HttpResponse<byte[]> head = site.send("HEAD", file, null);
            assertThat(head.body()).isEmpty();
            assertThat(header(head, "Content-Length")).isEqualTo(Integer.toString(plain.body().length));
        }
        assertThat(site.get(files("/console").get(0), "Accept-Encoding", "gzip;q=0")
                        .headers()
                        .firstValue("Content-Encoding"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/static/base.css",
                "/static/base.0000000000000000.css",
                "/static/buyer.html",
                "/static/..%2fbuyer.html",
                "/static/%2e%2e%2fbuyer.html",
                "/static/texts.en.properties",
                "/static/",
                "/static"
            })
    void whatIsNoFileOfAPageIsNotServed(String path) {
        assertThat(site.get(path).statusCode()).isIn(400, 404);
    }

    @Test
    void aFileIsOnlyRead() {
        HttpResponse<byte[]> reply = site.send("POST", files("/").get(0), "x");

        assertThat(reply.statusCode()).isEqualTo(405);
    }

    @Test
    void aCrowdThatOpensThePageCostsTheSaleOneLook() {
        CompletableFuture<Reply> look = site.decisions.reply;
        site.decisions.reply = new CompletableFuture<>();
        List<CompletableFuture<HttpResponse<byte[]>>> pages = IntStream.range(0, 30)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> site.get("/sales/cars")))
                .toList();
        site.decisions.reply.complete(look.join());

        assertThat(pages)
                .allSatisfy(page -> assertThat(page.join().statusCode()).isEqualTo(200));
        assertThat(site.decisions.asked).hasSize(1);
    }

    @Test
    void aPageTellsWhatTheSaleIsLike() {
        assertThat(text(site.get("/sales/cars")))
                .contains("data-state=\"open\"", "More than 90 left", "action=\"/sales/cars/buy\"");
        assertThat(header(site.get("/sales/cars"), "Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void aPictureOfAnotherServerIsLoadedFromThatServerAlone() {
        site.answer(FakeDecisions.DEFINITION.withPicture("https://cdn.example:8443/a.png?x=1"));

        for (String path : List.of("/", "/sales/cars")) {
            HttpResponse<byte[]> page = site.get(path);

            assertThat(text(page)).contains("https://cdn.example:8443/a.png");
            assertThat(header(page, "Content-Security-Policy"))
                    .contains("img-src 'self' https://cdn.example:8443; connect-src 'self'");
        }
    }

    @Test
    void aPageSpeaksTheLanguageThatIsAskedFor() {
        HttpResponse<byte[]> page = site.get("/sales/cars", "Accept-Language", "de,zh-CN;q=0.8,en;q=0.3");

        assertThat(text(page)).contains("<html lang=\"zh-CN\">").containsPattern("id=\"state\"[^>]*>\\p{IsHan}+<");
        assertThat(header(page, "Vary")).contains("Accept-Language");
    }

    @Test
    void aSaleThatIsNotThereHasAPageThatSaysSo() {
        site.decisions.view = new SaleView(null, false, null);
        site.decisions.answer(Decision.refused(Outcome.UNKNOWN_SALE, "It is unknown."));

        for (String path : List.of("/sales/gone", "/sales/-")) {
            HttpResponse<byte[]> page = site.get(path);

            assertThat(page.statusCode()).isEqualTo(404);
            assertThat(text(page)).contains("There is no such sale").contains("href=\"/\"");
        }
    }

    @Test
    void aSaleThatCannotBeLookedAtHasAPageThatSaysSo() {
        site.decisions.reply = CompletableFuture.failedFuture(
                new StockUnavailableException(new SaleId("cars"), "Redis is away", null));

        HttpResponse<byte[]> page = site.get("/sales/cars");

        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(header(page, "Retry-After")).isEqualTo("2");
        assertThat(text(page)).contains("come back in a moment").doesNotContain("Redis");
    }

    @Test
    void aRehearsalIsNotOnOffer() {
        site.sales.add(new SaleId("rehearsal-1"));

        assertThat(text(site.get("/"))).contains("/sales/cars\"").doesNotContain("rehearsal-1");
    }

    @Test
    void whatIsOnOfferComesInParts() {
        site.sales.clear();
        IntStream.range(100, 145).forEach(i -> site.sales.add(new SaleId("s" + i)));

        String first = text(site.get("/"));
        String last = text(site.get("/?after=s139"));

        assertThat(first)
                .contains("/sales/s100\"", "/sales/s119\"", "/?after=s119")
                .doesNotContain("/sales/s120");
        assertThat(last).contains("/sales/s144\"").doesNotContain("/?after=");
        site.answer("Cars", SaleState.Phase.CLOSED, 3);
    }

    @Test
    void partsThatAreMadeAtOnceAreFewAndTheFirstIsAlwaysMade() {
        site.sales.clear();
        IntStream.range(100, 160).forEach(i -> site.sales.add(new SaleId("s" + i)));
        site.decisions.reply = new CompletableFuture<>();
        List<CompletableFuture<HttpResponse<byte[]>>> made = new ArrayList<>();
        for (String after : List.of("s158", "s157", "s156", "s155")) {
            made.add(later("/?after=" + after));
            // Each asks for one sale more than the one before, so this tells that it is being made.
            await().until(() -> site.decisions.asked.size() == made.size());
        }

        HttpResponse<byte[]> refused = site.get("/?after=s120");
        CompletableFuture<HttpResponse<byte[]>> first = later("/");
        CompletableFuture<Reply> pending = site.decisions.reply;
        site.answer("Cars", SaleState.Phase.OPEN, 95);
        pending.complete(site.decisions.reply.join());

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(header(refused, "Retry-After")).isEqualTo("2");
        assertThat(text(refused)).contains("come back in a moment");
        assertThat(made).allSatisfy(part -> assertThat(text(part.join())).contains("/sales/s159\""));
        assertThat(text(first.join())).contains("/sales/s100\"");
        assertThat(site.get("/?after=s121").statusCode()).isEqualTo(200);
    }

    private CompletableFuture<HttpResponse<byte[]>> later(String path) {
        return CompletableFuture.supplyAsync(() -> site.get(path), command -> new Thread(command).start());
    }

    @Test
    void whatIsClosedIsNotOnOffer() {
        site.answer("Cars", SaleState.Phase.CLOSED, 3);

        assertThat(text(site.get("/"))).contains("<h1>").doesNotContain("/sales/cars");
    }

    @Test
    void aPageThatTellsNothingOfASaleIsAskedForAnew() {
        HttpResponse<byte[]> page = site.get("/console");
        String tag = header(page, "ETag");

        assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
        HttpResponse<byte[]> same = site.get("/console", "If-None-Match", tag);
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(site.get("/console", "If-None-Match", "\"other\"").statusCode())
                .isEqualTo(200);
        assertThat(site.get("/sales/-/report").statusCode()).isEqualTo(404);
    }

    @Test
    void whatAnyStrangerCanAskForIsMadeAndCompressedOnce() {
        HttpResponse<byte[]> report = site.get("/sales/cars/report", "Accept-Encoding", "gzip");
        HttpResponse<byte[]> other = site.get("/sales/no-such/report", "Accept-Encoding", "gzip");
        HttpResponse<byte[]> own = site.get("/sales/cars/outcome", "Accept-Encoding", "gzip");

        assertThat(header(report, "Content-Encoding")).isEqualTo("gzip");
        assertThat(header(other, "ETag")).isEqualTo(header(report, "ETag"));
        assertThat(own.statusCode()).isEqualTo(200);
        assertThat(own.headers().firstValue("Content-Encoding"))
                .as("made for one alone")
                .isEmpty();
    }

    @Test
    void pagesOfSalesAreCounted() {
        site.get("/sales/cars");
        site.get("/sales/cars");

        assertThat(site.metrics.scrape())
                .contains("seckill_pages_received_total 2.0")
                .contains("seckill_pages_answered_total{outcome=\"seen\"} 2.0");
    }

    @Test
    void pagesThatAreOffAreNotThere() {
        try (PageSite off =
                new PageSite(new PageSettings(false, List.of("https://shop.example")), AdmissionSettings.OPEN, null)) {
            for (String path : List.of(
                    "/", "/sales/cars", "/sales/cars/report", "/sales/cars/outcome", "/console", "/embed/cars")) {
                assertThat(off.get(path).statusCode()).as(path).isEqualTo(404);
            }
            assertThat(off.get(files("/").get(0)).statusCode()).isEqualTo(404);
            assertThat(off.send("POST", "/sales/cars/buy", "order=1").statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void aLongFileIsServedWholeToThoseWhoTakeNoGzip() {
        String charts = files("/console").stream()
                .filter(file -> file.contains("uPlot.iife"))
                .findAny()
                .orElseThrow();

        assertThat(site.get(charts).body()).hasSizeGreaterThan(40_000);
        assertThat(site.get(charts).body()).endsWith(site.get(charts).body());
    }

    private static String header(HttpResponse<?> reply, String name) {
        return reply.headers().firstValue(name).orElse("");
    }

    private static String text(HttpResponse<byte[]> reply) {
        return new String(reply.body(), UTF_8);
    }
}
