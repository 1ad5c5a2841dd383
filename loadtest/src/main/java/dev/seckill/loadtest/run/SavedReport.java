package dev.seckill.loadtest.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seckill.loadtest.shop.AdminToken;
import dev.seckill.model.SaleId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Saves the page of a sale's report so that it can be read without a server: the files that it loads lie beside it, and what it
 * would ask for stands in it. The log is held against the book for it.
 */
final class SavedReport {

    private static final Duration CONNECT_WAIT = Duration.ofSeconds(5);
    /** The consumer reads the whole log for an audit. */
    private static final Duration REPLY_WAIT = Duration.ofMinutes(2);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;

    /** An address of a file, with the part of its name that tells its content. */
    private static final Pattern FILE =
            Pattern.compile("\"(/static/([A-Za-z0-9_-]+(?:\\.[A-Za-z]+)?)\\.[0-9a-f]{16}(\\.[a-z]+))\"");

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT_WAIT).build();
    private final URI api;
    private final AdminToken admin;
    private final Path folder;

    /**
     * Reports of one system.
     *
     * @param admin null if nobody is known
     * @param folder where they are saved
     */
    SavedReport(URI api, AdminToken admin, Path folder) {
        this.api = api;
        this.admin = admin;
        this.folder = folder;
    }

    /** What the run itself says of the sale. */
    record RunVerdict(String verdict, String summary) {}

    /** There is no report, and why. */
    static final class NoReportException extends Exception {

        private static final long serialVersionUID = 1L;

        NoReportException(String why) {
            super(why);
        }
    }

    /**
     * Saves {@code report.html} and {@code report.json}.
     *
     * @return where the page is
     * @throws NoReportException if the system has none
     */
    Path save(SaleId sale, RunVerdict run) throws NoReportException, IOException, InterruptedException {
        if (admin == null) {
            throw new NoReportException("it needs the token of an operator (ADMIN_TOKENS)");
        }
        ObjectNode report = object("/api/sales/" + sale + "/report");
        report.set("audit", object("/api/sales/" + sale + "/audit"));
        report.set("run", JSON.valueToTree(run));
        HttpResponse<String> certificate = ask("/api/sales/" + sale + "/certificate");
        if (certificate.statusCode() == OK) {
            report.put("certificate", certificate.body());
        }
        String page = get("/sales/" + sale + "/report");
        String json = JSON.writeValueAsString(report).replace("<", "\\u003c");
        String data = "<script type=\"application/json\" id=\"report\">" + json + "</script>\n</body>";
        Files.writeString(
                folder.resolve("report.json"),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n");
        return Files.writeString(folder.resolve("report.html"), withFiles(page).replace("</body>", data));
    }

    /** Saves what the page loads, each file under its plain name, and names it so. */
    private String withFiles(String page) throws NoReportException, IOException, InterruptedException {
        StringBuilder saved = new StringBuilder();
        Matcher file = FILE.matcher(page);
        while (file.find()) {
            String name = file.group(2) + file.group(3);
            Files.writeString(folder.resolve(name), get(file.group(1)));
            file.appendReplacement(saved, Matcher.quoteReplacement('"' + name + '"'));
        }
        return file.appendTail(saved).toString();
    }

    private ObjectNode object(String path) throws NoReportException, InterruptedException {
        try {
            JsonNode read = JSON.readTree(get(path));
            if (read instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException otherForm) {
            // Told below.
        }
        throw new NoReportException(path + " is no JSON object");
    }

    private String get(String path) throws NoReportException, InterruptedException {
        HttpResponse<String> reply = ask(path);
        if (reply.statusCode() != OK) {
            throw new NoReportException("GET " + path + " answers with status " + reply.statusCode());
        }
        return reply.body();
    }

    private HttpResponse<String> ask(String path) throws NoReportException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(api.resolve(path))
                .timeout(REPLY_WAIT)
                .header("Authorization", "Bearer " + admin.secret())
                .build();
        try {
            return http.send(request, BodyHandlers.ofString(UTF_8));
        } catch (IOException noAnswer) {
            throw new NoReportException("GET " + path + " is not answered (" + noAnswer + ")");
        }
    }
}
