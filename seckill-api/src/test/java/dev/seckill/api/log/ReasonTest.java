package dev.seckill.api.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
}
