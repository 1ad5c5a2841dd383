package dev.seckill.loadtest.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.seckill.api.config.ApiConfig;
import dev.seckill.api.http.HttpServer;
import dev.seckill.api.http.ShortReply;
import io.javalin.http.HttpStatus;
import java.util.concurrent.CompletableFuture;

/**
 * The reference of the benchmarks: the server of the API with an asynchronous handler that has nothing to do. What it
 * answers per second is the limit of the HTTP server itself.
 */
final class EmptyServer {

    /** As the body of the reply to a purchase, and written in the same way. */
    private static final byte[] REPLY = "[99]".getBytes(US_ASCII);

    private EmptyServer() {}

    /** Takes the options of {@code seckill-api.jar}; runs until it is killed. */
    public static void main(String[] args) {
        CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
        new HttpServer(ApiConfig.of(args).http(), routes -> {
            routes.post(
                    "/seckill",
                    ctx -> ctx.future(() -> {
                        ShortReply.write(ctx, HttpStatus.OK, "application/json", REPLY);
                        return done;
                    }));
            routes.get("/health/ready", ctx -> ctx.result("UP"));
        });
    }
}
