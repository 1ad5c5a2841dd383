package dev.seckill.consumer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.infra.ServerStack;
import dev.seckill.infra.SharedServers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServers.class)
@Timeout(120)
final class OrderBookSchemaIT {

    private static final Duration WAIT = Duration.ofSeconds(60);

    @Test
    void manyMigrateANewDatabaseAtOnce(ServerStack stack) {
        TestBook book = new TestBook(stack, "schema_it");

        List<CompletableFuture<Void>> migrations = Stream.generate(() -> new OrderBookSchema(book.settings()))
                .limit(6)
                .map(schema -> CompletableFuture.runAsync(() -> migrateAsAtAStart(schema)))
                .toList();

        assertThat(migrations).allSatisfy(migration -> assertThat(migration).succeedsWithin(WAIT));
        assertThat(book.count()).isZero();
    }

    /** The program tries again while MySQL is not to be had. */
    private static void migrateAsAtAStart(OrderBookSchema schema) {
        await().atMost(WAIT)
                .ignoreExceptionsInstanceOf(StoreUnavailableException.class)
                .until(() -> {
                    schema.migrate();
                    return true;
                });
    }
}
