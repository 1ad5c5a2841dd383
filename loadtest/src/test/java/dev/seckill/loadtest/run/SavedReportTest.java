package dev.seckill.loadtest.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.seckill.loadtest.run.SavedReport.NoReportException;
import dev.seckill.loadtest.run.SavedReport.RunVerdict;
import dev.seckill.loadtest.shop.AdminToken;
import dev.seckill.model.SaleId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class SavedReportTest {

    private static final SaleId CARS = new SaleId("cars");
    private static final AdminToken TOKEN = new AdminToken("ann", "the-token-of-ann");
    private static final RunVerdict PASS = new RunVerdict("PASS", "2000 buyers within 5 s");

    private final Map<String, String> pages = new HashMap<>(Map.of(
            "/sales/cars/report",
            "<head><link href=\"/static/base.0123456789abcdef.css\">"
                    + "<script src=\"/static/report.min.fedcba9876543210.js\"></script></head><body></body>",
            "/static/base.0123456789abcdef.css",
            "body {}",
            "/static/report.min.fedcba9876543210.js",
            "show();",
            "/api/sales/cars/report",
            "{\"sale\":\"cars\",\"definition\":{\"name\":\"</script><img onerror=1>\"}}",
            "/api/sales/cars/audit",
            "{\"sound\":true}"));

    @TempDir
    private Path folder;

    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String page = pages.get(exchange.getRequestURI().getPath());
        boolean isKnown =
                ("Bearer " + TOKEN.secret()).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        byte[] body = String.valueOf(page).getBytes(UTF_8);
        exchange.sendResponseHeaders(!isKnown ? 401 : page == null ? 404 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aCopyHasItsFilesBesideItAndTheReportInIt() throws Exception {
        Path page = saved(TOKEN).save(CARS, PASS);

        assertThat(page).isEqualTo(folder.resolve("report.html"));
        assertThat(Files.readString(page))
                .contains("<link href=\"base.css\"><script src=\"report.min.js\">")
                .contains("<body><script type=\"application/json\" id=\"report\">{\"sale\":\"cars\",")
                .contains("\"\\u003c/script>\\u003cimg onerror=1>\"")
                .contains("\"audit\":{\"sound\":true},\"run\":{\"verdict\":\"PASS\",")
                .doesNotContain("/static/", "<img", TOKEN.secret());
        assertThat(folder.resolve("base.css")).hasContent("body {}");
        assertThat(folder.resolve("report.min.js")).hasContent("show();");
        assertThat(folder.resolve("report.json")).content().contains("\"sale\" : \"cars\"", "</script>");
    }

    @Test
    void whatIsSignedOfTheSaleIsInTheCopy() throws Exception {
        saved(TOKEN).save(CARS, PASS);
        assertThat(folder.resolve("report.json")).content().doesNotContain("certificate");

        pages.put("/api/sales/cars/certificate", "seckill/certificate@v1\n");
        saved(TOKEN).save(CARS, PASS);
        assertThat(folder.resolve("report.json")).content().contains("\"certificate\" : \"seckill/certificate@v1\\n\"");
    }

    @Test
    void aSystemWithoutAReportIsToldApart() {
        pages.remove("/api/sales/cars/report");

        assertThatThrownBy(() -> saved(TOKEN).save(CARS, PASS))
                .isInstanceOf(NoReportException.class)
                .hasMessage("GET /api/sales/cars/report answers with status 404");
        assertThatThrownBy(() -> saved(null).save(CARS, PASS))
                .isInstanceOf(NoReportException.class)
                .hasMessageContaining("ADMIN_TOKENS");
        assertThat(folder).isEmptyDirectory();
    }

    private SavedReport saved(AdminToken admin) {
        return new SavedReport(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), admin, folder);
    }
}
