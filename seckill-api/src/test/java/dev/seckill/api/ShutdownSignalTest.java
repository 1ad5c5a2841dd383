package dev.seckill.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ShutdownSignalTest {

    private final CompletableFuture<Integer> halted = new CompletableFuture<>();
    private final ShutdownSignal shutdown = new ShutdownSignal(halted::complete);

    @Test
    void anOrderlyStopEndsWithZero() throws Exception {
        assertThat(codeOfAStop(() -> shutdown.endsWith(0))).isZero();
    }

    @Test
    void aFailedStopEndsWithItsCode() throws Exception {
        assertThat(codeOfAStop(() -> shutdown.endsWith(1))).isEqualTo(1);
    }

    @Test
    void aStopThatThrewEndsWithAFailure() throws Exception {
        assertThat(codeOfAStop(() -> {})).isEqualTo(1);
    }

    @Test
    void whoeverAsksIsToldOfTheSignal() throws Exception {
        assertThat(shutdown.isAsked()).isFalse();

        CompletableFuture<Void> hook = CompletableFuture.runAsync(shutdown::onShutdown);
        shutdown.await();

        assertThat(shutdown.isAsked()).isTrue();
        assertThat(halted).as("nothing is closed yet").isNotDone();
        shutdown.close();
        hook.get(30, TimeUnit.SECONDS);
    }

    @Test
    void anEndThatNobodyAskedForKeepsItsOwnCode() {
        shutdown.endsWith(0);
        shutdown.close();

        shutdown.onShutdown(); // as System.exit has it

        assertThat(halted).isNotDone();
    }

    private int codeOfAStop(Runnable stop) throws Exception {
        CompletableFuture<Void> hook = CompletableFuture.runAsync(shutdown::onShutdown);
        shutdown.await();
        stop.run();
        shutdown.close();
        hook.get(30, TimeUnit.SECONDS);
        return halted.getNow(-1);
    }
}
