package dev.seckill.api.admission;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Keys on a server, which may be slow, gone or somebody else's: each reading has a bound in time and in size. */
final class UrlKeySource implements KeySource {

    private static final int OK = 200;

    private final HttpClient client;
    private final HttpRequest request;
    private final Duration timeout;
    private final int bytesMax;

    UrlKeySource(URI url, Duration timeout, int bytesMax) {
        this.client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.request = HttpRequest.newBuilder(url)
                .timeout(timeout)
                .header("Accept", "application/jwk-set+json, application/json")
                .build();
        this.timeout = timeout;
        this.bytesMax = bytesMax;
    }

    @Override
    public String read() throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<String>> reply = client.sendAsync(request, head -> new BoundedBody(bytesMax));
        try {
            HttpResponse<String> read = reply.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (read.statusCode() != OK) {
                throw new IOException("status " + read.statusCode());
            }
            return read.body();
        } catch (TimeoutException e) {
            throw new IOException("not read within " + timeout.toMillis() + "ms", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } finally {
            reply.cancel(true); // ends the connection where it goes on
        }
    }

    /** The body as text, if it is short enough. */
    private static final class BoundedBody implements BodySubscriber<String> {

        private final int bytesMax;
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();
        private final CompletableFuture<String> body = new CompletableFuture<>();
        private Flow.Subscription subscription;

        BoundedBody(int bytesMax) {
            this.bytesMax = bytesMax;
        }

        @Override
        public CompletionStage<String> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription opened) {
            subscription = opened;
            opened.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> parts) {
            for (ByteBuffer part : parts) {
                if (read.size() + part.remaining() > bytesMax) {
                    subscription.cancel();
                    body.completeExceptionally(new IOException("longer than " + bytesMax + " bytes"));
                    return;
                }
                byte[] bytes = new byte[part.remaining()];
                part.get(bytes);
                read.writeBytes(bytes);
            }
        }

        @Override
        public void onError(Throwable failure) {
            body.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            body.complete(read.toString(UTF_8));
        }
    }
}
