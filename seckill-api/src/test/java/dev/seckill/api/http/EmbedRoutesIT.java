package dev.seckill.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.config.AdmissionSettings;
import dev.seckill.api.config.PageSettings;
import dev.seckill.api.decide.SaleView;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.SaleState;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The button to buy in the pages of shops. */
@Timeout(300)
final class EmbedRoutesIT {

    private static final String SHOP = "https://shop.example";

    @Test
    void theFrameMayStandInPagesOfTheListedOriginsAlone() {
        try (PageSite site = site(List.of(SHOP, "http://localhost:8080"))) {
            HttpResponse<byte[]> frame = site.get("/embed/cars");

            assertThat(frame.statusCode()).isEqualTo(200);
            assertThat(header(frame, "Content-Security-Policy"))
                    .endsWith("frame-ancestors https://shop.example http://localhost:8080")
                    .contains("default-src 'none'");
            assertThat(frame.headers().firstValue("X-Frame-Options")).isEmpty();
            assertThat(new String(frame.body(), UTF_8))
                    .contains("https://shop.example http://localhost:8080", "&lt;img src")
                    .doesNotContain("<img src=x");
            assertThat(header(site.get("/sales/cars"), "Content-Security-Policy"))
                    .endsWith("frame-ancestors 'none'");
        }
    }

    @Test
    void aFrameMaySayThatThereIsNoSuchSale() {
        try (PageSite site = site(List.of(SHOP))) {
            site.decisions.view = new SaleView(null, false, null);
            site.decisions.answer(Decision.refused(Outcome.UNKNOWN_SALE, "No."));

            HttpResponse<byte[]> frame = site.get("/embed/gone");

            assertThat(frame.statusCode()).isEqualTo(404);
            assertThat(header(frame, "Content-Security-Policy")).endsWith("frame-ancestors https://shop.example");
            assertThat(frame.headers().firstValue("X-Frame-Options")).isEmpty();
        }
    }

    @Test
    void theScriptMayBeLoadedByOthersAndIsAskedForAnew() {
        try (PageSite site = site(List.of(SHOP))) {
            HttpResponse<byte[]> script = site.get("/embed.js", "Origin", SHOP);

            assertThat(script.statusCode()).isEqualTo(200);
            assertThat(header(script, "Content-Type")).startsWith("text/javascript");
            assertThat(header(script, "Cross-Origin-Resource-Policy")).isEqualTo("cross-origin");
            assertThat(header(script, "Access-Control-Allow-Origin")).isEqualTo(SHOP);
            assertThat(header(script, "Vary")).contains("Origin");
            assertThat(header(script, "Cache-Control")).isEqualTo("no-cache");
            HttpResponse<byte[]> again = site.get("/embed.js", "If-None-Match", header(script, "ETag"));
            assertThat(again.statusCode()).isEqualTo(304);
            assertThat(header(again, "Content-Type")).startsWith("text/javascript");
            assertThat(header(site.get("/embed.js", "Origin", "https://evil.example"), "Access-Control-Allow-Origin"))
                    .isEmpty();
        }
    }

    @Test
    void withoutOriginsThereIsNothingToEmbed() {
        try (PageSite site = site(List.of())) {
            assertThat(site.get("/embed/cars").statusCode()).isEqualTo(404);
            assertThat(site.get("/embed.js").statusCode()).isEqualTo(404);
        }
    }

    private static PageSite site(List<String> origins) {
        PageSite site = new PageSite(new PageSettings(true, origins), AdmissionSettings.OPEN, null);
        site.answer(PageSite.NAME, SaleState.Phase.OPEN, 95);
        return site;
    }

    private static String header(HttpResponse<?> reply, String name) {
        return reply.headers().firstValue(name).orElse("");
    }
}
