package dev.seckill.consumer.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.infra.testing.LogLines;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The way from a signal to the end, without a signal and without an end. */
@Timeout(60)
final class ShutdownTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final CompletableFuture<Integer> halted = new CompletableFuture<>();
    private final AtomicInteger stops = new AtomicInteger();
    private final Shutdown shutdown = new Shutdown(halted::complete);

    @Test
    void aSignalAsksForTheStopAndWaitsUntilMainIsThrough() throws InterruptedException {
        CountDownLatch stopping = new CountDownLatch(1);
        shutdown.onAsked(stopping::countDown);
        CompletableFuture<Void> hook = CompletableFuture.runAsync(() -> shutdown.onSignal(LONG));

        stopping.await();
        assertThat(halted).isNotDone();
        shutdown.finish(0);

        hook.join();
        assertThat(halted).isCompletedWithValue(0);
    }

    @Test
    void whileItDrainsNobodyIsAskedToStop() throws InterruptedException {
        CountDownLatch draining = new CountDownLatch(1);
        shutdown.onAsked(stops::incrementAndGet);
        CompletableFuture<Void> hook = CompletableFuture.runAsync(() -> shutdown.drain(LONG, draining::countDown));

        draining.await();
        assertThat(hook).isNotDone();
        assertThat(stops).hasValue(0);
        shutdown.finish(1); // a main that ends by itself ends the drain, too

        hook.join();
    }

    @Test
    void withoutADrainTheStopIsAskedForAtOnce() {
        shutdown.drain(Duration.ZERO, stops::incrementAndGet);

        assertThat(stops).hasValue(1);
    }

    @Test
    void theProcessEndsWithTheExitCodeOfMain() {
        shutdown.finish(2);
        shutdown.onSignal(LONG);

        assertThat(halted).isCompletedWithValue(2);
    }

    @Test
    void aMainThatTakesTooLongIsEndedAsFailed() {
        assertThat(LogLines.during(() -> shutdown.onSignal(Duration.ZERO)))
                .singleElement()
                .asString()
                .contains("shutdown - not finished in time, messages not committed come again (limit=PT0S)");
        assertThat(halted).isCompletedWithValue(1);
    }

    @Test
    void anInterruptedHookStillEndsTheProcess() {
        assertThat(LogLines.during(() -> {
                    Thread.currentThread().interrupt();
                    shutdown.onSignal(LONG);
                }))
                .anyMatch(line -> line.contains("shutdown - interrupted"));
        assertThat(halted).isCompletedWithValue(1);
    }

    @Test
    void aStopThatWasAskedForBeforeAnybodyKnewHowRunsAtOnce() {
        shutdown.ask();
        assertThat(stops).hasValue(0);

        shutdown.onAsked(stops::incrementAndGet);
        assertThat(stops).hasValue(1);
    }

    @Test
    void twoSignalsAreOneStop() {
        shutdown.onAsked(stops::incrementAndGet);
        shutdown.finish(0);

        shutdown.onSignal(LONG);
        shutdown.onSignal(LONG);

        assertThat(stops).hasValue(1);
    }

    @Test
    void whoWaitsForTheStopIsWokenByIt() {
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> {
            shutdown.awaitAsked(LONG);
            return shutdown.isAsked();
        });

        shutdown.ask();

        assertThat(waiting.join()).isTrue();
    }

    @Test
    void anInterruptedWaitIsAStop() {
        shutdown.onAsked(stops::incrementAndGet);
        Thread.currentThread().interrupt();

        shutdown.awaitAsked(LONG);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(shutdown.isAsked()).isTrue();
        assertThat(stops).hasValue(1);
    }
}
