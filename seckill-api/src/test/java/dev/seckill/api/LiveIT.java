package dev.seckill.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seckill.api.http.Watcher;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.app.AppProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators and buyers watch while two instances sell, with a real Redis and a real Kafka. */
final class LiveIT extends ApiJarTestBase {

    private static final String TOKEN = "opened-by-sesame-1";
    private static final int BUYERS = 60;
    private static final int UNITS = 20;
    private static final Pattern ANSWERED =
            Pattern.compile("seckill_requests_answered_total\\{outcome=\"(\\w+)\"} ([0-9.E]+)");

    @TempDir
    Path folder;

    LiveIT(ServerStack servers) {
        super(servers);
    }

    private String tokens() throws IOException {
        Path tokens = Files.createFile(
                folder.resolve("tokens"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(tokens, "ann:" + TOKEN).toString();
    }

    private static int port(String url) {
        return URI.create(url).getPort();
    }

    private List<CompletableFuture<HttpResponse<String>>> burst(String url, int buyersFrom) {
        List<CompletableFuture<HttpResponse<String>>> replies = new ArrayList<>();
        for (int i = buyersFrom; i < buyersFrom + BUYERS / 2; i++) {
            int buyer = i;
            replies.add(CompletableFuture.supplyAsync(
                    () -> buyers.send(HttpRequest.newBuilder(URI.create(url + "/api/sales/" + sale + "/orders"))
                            .header("Content-Type", "application/json")
                            .header("Idempotency-Key", "k" + buyer)
                            .POST(HttpRequest.BodyPublishers.ofString("{\"buyer\":\"b" + buyer + "\"}"))
                            .build())));
        }
        return replies;
    }

    private long counted(String adminUrl, String outcome) {
        Matcher answered =
                ANSWERED.matcher(send(adminUrl, "GET", "/metrics", "").body());
        while (answered.find()) {
            if (answered.group(1).equals(outcome)) {
                return (long) Double.parseDouble(answered.group(2));
            }
        }
        return 0;
    }

    @Test
    void theFiguresAreThoseOfBothInstancesAlsoWhenOneIsKilled() throws IOException {
        ApiHere one = serve("--stock", Integer.toString(UNITS), "--admin-tokens-file", tokens());
        AppProcess other = start();
        try (Watcher operator =
                        new Watcher(port(one.url()), "/api/live?sale=" + sale, "Authorization", "Bearer " + TOKEN);
                Watcher buyer = new Watcher(port(other.url()), "/api/sales/" + sale + "/live")) {
            operator.reading();
            assertThat(buyer.reading().next().get("left").asInt()).isEqualTo(UNITS);
            operator.await(live -> live.get("instances").size() >= 2
                    && live.at("/sales/0/left").asInt() == UNITS);

            List<CompletableFuture<HttpResponse<String>>> replies = burst(one.url(), 0);
            replies.addAll(burst(other.url(), BUYERS));
            replies.forEach(CompletableFuture::join);

            JsonNode live = operator.await(told -> answered(told) == BUYERS
                    && told.at("/sales/0/latency/count").asInt() == BUYERS
                    && told.at("/sales/0/outbox").asInt() == 0);
            Contract.check("Live", live);
            JsonNode sold = live.at("/sales/0");
            assertThat(sold.get("left").asInt()).isZero();
            assertThat(sold.get("state").asText()).isEqualTo("SOLD_OUT");
            assertThat(sold.get("accepted").asInt()).isEqualTo(UNITS);
            assertThat(sold.at("/decisions/accepted").asInt()).isEqualTo(UNITS);
            assertThat(sold.at("/decisions/sold_out").asInt()).isEqualTo(BUYERS - UNITS);
            assertThat(sold.at("/latency/count").asInt()).isEqualTo(BUYERS);
            assertThat(sold.get("lastAccepted").isTextual()).isTrue();
            for (String outcome : List.of("accepted", "sold_out")) {
                assertThat(counted(one.adminUrl(), outcome) + counted(other.adminUrl(), outcome))
                        .isEqualTo(sold.at("/decisions/" + outcome).asLong());
            }
            buyer.await(told -> told.get("left").asInt() == 0);

            other.kill();
            JsonNode after = operator.await(told -> isAnyGone(told.get("instances")));
            assertThat(after.at("/sales/0/decisions")).isEqualTo(sold.get("decisions"));
        }
    }

    /** Those of both instances: a purchase is received some time before it counts here. */
    private static int answered(JsonNode live) {
        JsonNode decisions = live.at("/sales/0/decisions");
        return decisions.path("accepted").asInt() + decisions.path("sold_out").asInt();
    }

    private static boolean isAnyGone(JsonNode instances) {
        for (JsonNode instance : instances) {
            if (instance.get("gone").asBoolean() && !instance.get("here").asBoolean()) {
                return true;
            }
        }
        return false;
    }
}
