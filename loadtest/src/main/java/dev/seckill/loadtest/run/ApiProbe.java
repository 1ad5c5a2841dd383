package dev.seckill.loadtest.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks the API how it is, over {@code GET /health/ready}. */
final class ApiProbe {

    private static final Duration ANSWER_WAIT = Duration.ofSeconds(2);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(ANSWER_WAIT).build();
    private final URI ready;

    /** @param api as {@code http://host:port} */
    ApiProbe(URI api) {
        this.ready = api.resolve("/health/ready");
    }

    /** What the API says of itself at this moment; bounded in time. */
    Health look() throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(ready).timeout(ANSWER_WAIT).GET().build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return new Health(response.statusCode(), left(response.body()), response.body());
        } catch (IOException noAnswer) {
            return new Health(Health.NO_ANSWER, null, String.valueOf(noAnswer.getMessage()));
        }
    }

    private Long left(String body) {
        try {
            JsonNode left = json.readTree(body).path("left");
            return left.isIntegralNumber() ? left.longValue() : null;
        } catch (JsonProcessingException otherForm) {
            // Another program, or a page of its own: it just doesn't say.
            return null;
        }
    }

    /**
     * What the API said.
     *
     * @param status the HTTP status, or {@link #NO_ANSWER}
     * @param left the units that it believes to be left; null when it does not say
     * @param text the whole answer, or why there was none
     */
    record Health(int status, Long left, String text) {

        static final int NO_ANSWER = 0;
        private static final int NOT_FOUND = 404;

        /** Whether anything speaks HTTP there. */
        boolean answers() {
            return status != NO_ANSWER;
        }

        /** Whether it takes purchases and knows of this stock, as far as it says. */
        boolean isReadyFor(long stock) {
            return status == NOT_FOUND || status == 200 && (left == null || left == stock);
        }
    }
}
