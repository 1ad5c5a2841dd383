package dev.seckill.model.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

final class ReasonTest {

    @Test
    void isTheNameOfAnExceptionWithoutMessage() {
        assertThat(Reason.of(new TimeoutException())).isEqualTo("TimeoutException");
        assertThat(Reason.of(new IllegalStateException("not sent", new TimeoutException())))
                .isEqualTo("not sent: TimeoutException");
    }

    @Test
    void tellsTheCauseUnlessItIsToldAlready() {
        IOException cause = new IOException("connection refused");

        assertThat(Reason.of(new IllegalStateException("not sent", cause))).isEqualTo("not sent: connection refused");
        assertThat(Reason.of(new ExecutionException(cause))).isEqualTo("java.io.IOException: connection refused");
    }

    @Test
    void saysInWordsThatThereIsNoConnection() {
        Throwable refused = new ConnectException().initCause(new ClosedChannelException());
        Throwable awaited = new ConnectException().initCause(refused);
        Throwable misspelt =
                new ConnectException().initCause(new ConnectException().initCause(new UnresolvedAddressException()));

        assertThat(Reason.of(refused)).isEqualTo("no connection: refused, or no way to the host");
        assertThat(Reason.of(awaited)).isEqualTo("no connection: refused, or no way to the host");
        assertThat(Reason.of(misspelt)).isEqualTo("no connection: the host's name is not known");
        assertThat(Reason.of(new ConnectException("Connection refused"))).isEqualTo("Connection refused");
    }

    @Test
    void tellsNoFurtherLinesOfTheCause() {
        IOException cause = new IOException("not JSON\n at line 1, column 2");

        assertThat(Reason.of(new IllegalStateException("no order", cause))).isEqualTo("no order: not JSON");

        assertThat(Reason.of(new IllegalStateException("no order: not JSON", cause)))
                .isEqualTo("no order: not JSON");
    }

    @Test
    void cannotForgeALine() {
        IOException failure = new IOException("unknown command 'x\r\n2026-11-29 ERROR sold out\u009b2J\u202e'");

        assertThat(Reason.of(failure))
                .isEqualTo("unknown command 'x\\u000d\\u000a2026-11-29 ERROR sold out\\u009b2J\\u202e'");
        assertThat(Reason.of(new IOException("x".repeat(1_000_000)))).hasSizeLessThan(1100);
    }
}
