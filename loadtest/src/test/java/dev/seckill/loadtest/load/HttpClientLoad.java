package dev.seckill.loadtest.load;

import dev.seckill.loadtest.witness.Answer;
import dev.seckill.loadtest.witness.BuyerOutcome;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Sends a crowd from this JVM with the JDK's HTTP client, for tests that do without JMeter. */
public final class HttpClientLoad implements Load {

    private static final Duration CONNECT_WAIT = Duration.ofSeconds(5);
    private static final Duration REPLY_WAIT = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_WAIT)
            .build();

    @Override
    public List<Answer> send(Crowd crowd, Progress progress) throws InterruptedException {
        ScheduledExecutorService door = Executors.newSingleThreadScheduledExecutor();
        try {
            List<CompletableFuture<Answer>> pending = new ArrayList<>();
            for (int buyer = 0; buyer < crowd.buyers(); buyer++) {
                CompletableFuture<Answer> answer = new CompletableFuture<>();
                pending.add(answer);
                String name = "buyer " + (buyer + 1);
                long delayNanos = crowd.arrival().toNanos() * buyer / crowd.buyers();
                door.schedule(() -> buy(name, crowd, answer), delayNanos, TimeUnit.NANOSECONDS);
            }
            return collect(pending, progress);
        } finally {
            door.shutdownNow();
        }
    }

    private void buy(String buyer, Crowd crowd, CompletableFuture<Answer> answer) {
        Instant askedAt = Instant.now();
        HttpRequest request = HttpRequest.newBuilder(crowd.target())
                .timeout(REPLY_WAIT)
                .POST(BodyPublishers.noBody())
                .build();
        http.sendAsync(request, BodyHandlers.ofString())
                .whenComplete((response, failure) -> answer.complete(answer(buyer, askedAt, reply(response, failure))));
    }

    private static Reply reply(HttpResponse<String> response, Throwable failure) {
        return failure != null
                ? new Reply(failure.toString(), "", "")
                : new Reply(
                        Integer.toString(response.statusCode()),
                        response.body().lines().findFirst().orElse(""),
                        response.headers().firstValue("Order-Id").orElse(""));
    }

    private static Answer answer(String buyer, Instant askedAt, Reply reply) {
        return new Answer(
                buyer,
                reply.outcome(),
                reply.outcome() == BuyerOutcome.ACCEPTED ? reply.orderId() : null,
                askedAt,
                Duration.between(askedAt, Instant.now()),
                reply.detail());
    }

    /** Each reply comes within the bounds of its request. */
    private static List<Answer> collect(List<CompletableFuture<Answer>> pending, Progress progress) {
        List<Answer> answers = new ArrayList<>();
        for (CompletableFuture<Answer> answer : pending) {
            answers.add(answer.join());
            progress.answered(answers.get(answers.size() - 1));
            progress.tick();
        }
        return answers;
    }
}
