package dev.seckill.consumer.certify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.model.log.Reason;
import dev.seckill.model.tls.ClientTls;
import dev.seckill.proof.cosign.AddCheckpoint;
import dev.seckill.proof.cosign.Answer;
import dev.seckill.proof.cosign.Answer.Type;
import dev.seckill.proof.cosign.SeenCheckpoints;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks by HTTP, as c2sp.org/tlog-witness says. */
final class HttpCosigner implements CosignerLink {

    private static final int HTTP_OK = 200;
    private static final int HTTP_INTERNAL_ERROR = 500;

    private final String url;
    private final HttpClient http;
    private final Duration wait;

    /** @param wait longest for a whole answer */
    HttpCosigner(URI url, HttpClient http, Duration wait) {
        this.url = url.toString().replaceAll("/+$", "");
        this.http = Objects.requireNonNull(http, "http");
        this.wait = Objects.requireNonNull(wait, "wait");
    }

    /** @param tls whom to trust; null: whom the JVM trusts */
    static HttpClient client(Duration wait, ClientTls tls, Executor threads) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(wait)
                .executor(threads);
        if (tls != null) {
            builder.sslContext(tls.context());
        }
        return builder.build();
    }

    @Override
    public Answer add(AddCheckpoint request) throws CosignerAwayException, InterruptedException {
        HttpResponse<byte[]> reply = send(request("/add-checkpoint").POST(BodyPublishers.ofByteArray(request.bytes())));
        boolean isSize = reply.headers()
                .firstValue("Content-Type")
                .filter(Type.SIZE.toString()::equals)
                .isPresent();
        return new Answer(reply.statusCode(), isSize ? Type.SIZE : Type.TEXT, new String(reply.body(), UTF_8));
    }

    @Override
    public byte[] last(String origin) throws CosignerAwayException, InterruptedException {
        HttpResponse<byte[]> reply = send(request("/" + SeenCheckpoints.name(origin) + "/checkpoint"));
        if (reply.statusCode() >= HTTP_INTERNAL_ERROR) {
            throw new CosignerAwayException("status " + reply.statusCode() + " for what it shows");
        }
        return reply.statusCode() == HTTP_OK ? reply.body() : null;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(wait);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws CosignerAwayException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> sent = http.sendAsync(request.build(), head -> new BoundedAnswer());
        try {
            return sent.get(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new CosignerAwayException(Reason.of(e.getCause()));
        } catch (TimeoutException e) {
            throw new CosignerAwayException("no whole answer within " + wait.toMillis() + " ms");
        } finally {
            sent.cancel(true); // closes the connection of one that is not over
        }
    }
}
