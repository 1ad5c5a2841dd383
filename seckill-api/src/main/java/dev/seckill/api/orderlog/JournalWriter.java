package dev.seckill.api.orderlog;

import dev.seckill.api.outbox.OrderLog;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.model.log.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;

/** Writes events to the order log for somebody who has to know that they are there. Used by one thread. */
public final class JournalWriter {

    private final KafkaSettings settings;

    /** Connects at each call, not before. */
    public JournalWriter(KafkaSettings settings) {
        this.settings = Objects.requireNonNull(settings, "settings").patient();
    }

    /**
     * Writes them, in this order.
     *
     * @throws OrderLogUnavailableException if the log has not acknowledged them all within the delivery timeout; it may have
     *     some
     */
    public void write(List<OutboxEntry> events) {
        try (KafkaOrderLog log = KafkaOrderLog.opened(settings)) {
            List<CompletableFuture<Void>> written = new ArrayList<>();
            for (OutboxEntry event : events) {
                CompletableFuture<Void> logged = new CompletableFuture<>();
                written.add(logged);
                log.append(event, acknowledging(logged));
            }
            CompletableFuture.allOf(written.toArray(CompletableFuture<?>[]::new))
                    .get(settings.deliveryTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw notWritten(e.getCause());
        } catch (TimeoutException | KafkaException e) {
            throw notWritten(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notWritten(e);
        }
    }

    private static OrderLogUnavailableException notWritten(Throwable reason) {
        return new OrderLogUnavailableException(
                "order log - did not take what recover has to say in the journal: " + Reason.of(reason), reason);
    }

    private static OrderLog.Acknowledgement acknowledging(CompletableFuture<Void> logged) {
        return new OrderLog.Acknowledgement() {
            @Override
            public void logged() {
                logged.complete(null);
            }

            @Override
            public void failed(Exception reason) {
                logged.completeExceptionally(reason);
            }
        };
    }
}
