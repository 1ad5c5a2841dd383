package dev.seckill.loadtest.chaos;

import dev.seckill.loadtest.load.Reply;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The model case: one POST buys one unit of the default sale, for nobody in particular. */
final class ModelTill implements Till {

    private final Duration replyWait;

    /** @param replyWait how long a buyer waits for a reply */
    ModelTill(Duration replyWait) {
        this.replyWait = replyWait;
    }

    @Override
    public HttpRequest request(URI api, Purchase purchase) {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.resolve("/seckill"))
                .timeout(replyWait)
                .POST(BodyPublishers.noBody());
        if (purchase.isKeyed()) {
            request.header("Idempotency-Key", purchase.key());
        }
        return request.build();
    }

    @Override
    public Told read(HttpResponse<String> response) {
        Reply reply = new Reply(
                Integer.toString(response.statusCode()),
                response.body().lines().findFirst().orElse(""),
                response.headers().firstValue("Order-Id").orElse(""));
        boolean replayed = response.headers().firstValue("Idempotency-Replayed").isPresent();
        return new Told(reply, ReplyKind.of(reply, replayed));
    }
}
