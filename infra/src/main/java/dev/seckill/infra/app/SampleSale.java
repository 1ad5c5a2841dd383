package dev.seckill.infra.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.infra.StartFailedException;
import dev.seckill.infra.process.Waiting;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * A sale to look at, of which each start of the system has a new one: it opens soon after, and closes by itself, so that old
 * ones do not stay open.
 *
 * @param id its name in addresses
 * @param opensAt when it opens, in whole seconds
 */
record SampleSale(String id, Instant opensAt) {

    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("'sample-'yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final Duration OPEN_FOR = Duration.ofHours(2);
    private static final Duration OFFER_WAIT = Duration.ofSeconds(10);
    private static final int REPLY_WAIT_MILLIS = 10_000;

    /** The one of a system that starts now, in so many seconds. */
    static SampleSale openingIn(Duration wait, Instant now) {
        return new SampleSale(ID.format(now), now.plus(wait).truncatedTo(ChronoUnit.SECONDS));
    }

    /** What an operator lays down: orders are held until they are paid, and a buyer may have two cars. */
    String definition() {
        return String.format(
                Locale.ROOT,
                "{\"name\":\"A hundred cars\",\"item\":\"car\",\"allotment\":100,\"opensAt\":\"%s\",\"closesAt\":\"%s\","
                        + "\"perBuyer\":2,\"perOrder\":2,\"holdFor\":300,\"holdMax\":900,\"cancellable\":true}",
                opensAt,
                opensAt.plus(OPEN_FOR));
    }

    /**
     * Puts it on offer.
     *
     * @param api as {@code http://host:port}
     * @throws StartFailedException if the API does not take it in time
     */
    void offer(String api, Token operator) {
        String[] last = new String[1];
        if (!Waiting.until(OFFER_WAIT, () -> isTaken(api, operator, last))) {
            throw new StartFailedException("api", "did not take the sample sale (last=" + last[0] + ")");
        }
    }

    private boolean isTaken(String api, Token operator, String[] last) {
        try {
            int status = put(URI.create(api + "/api/sales/" + id), operator);
            last[0] = "status " + status;
            return status == HttpURLConnection.HTTP_OK || status == HttpURLConnection.HTTP_ACCEPTED;
        } catch (IOException e) {
            last[0] = e.toString();
            return false;
        }
    }

    private int put(URI sale, Token operator) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) sale.toURL().openConnection();
        connection.setConnectTimeout(REPLY_WAIT_MILLIS);
        connection.setReadTimeout(REPLY_WAIT_MILLIS);
        connection.setRequestMethod("PUT");
        connection.setRequestProperty("Authorization", "Bearer " + operator.value());
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setDoOutput(true);
        try {
            try (OutputStream body = connection.getOutputStream()) {
                body.write(definition().getBytes(UTF_8));
            }
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }
}
