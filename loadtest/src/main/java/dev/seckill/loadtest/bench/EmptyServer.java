package dev.seckill.loadtest.bench;

import dev.seckill.api.ApiConfig;
import dev.seckill.api.HttpApi;
import java.util.concurrent.CompletableFuture;

/**
 * The reference of the benchmarks: the server of the API with an asynchronous handler that has nothing to do. What it
 * answers per second is the limit of the HTTP server itself.
 */
final class EmptyServer {

    /** As long as the reply to a purchase. */
    private static final String REPLY = "[99]";

    private EmptyServer() {}

    /** Takes the options of {@code seckill-api.jar}; runs until it is killed. */
    public static void main(String[] args) {
        CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
        new HttpApi(ApiConfig.of(args).http(), routes -> {
            routes.post(
                    "/seckill",
                    ctx -> ctx.future(() -> {
                        ctx.contentType("application/json").result(REPLY);
                        return done;
                    }));
            routes.get("/health/ready", ctx -> ctx.result("UP"));
        });
    }
}
