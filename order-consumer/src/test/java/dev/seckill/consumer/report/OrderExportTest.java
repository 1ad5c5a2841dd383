package dev.seckill.consumer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.consumer.report.OrderExport.Format;
import dev.seckill.model.SaleId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Of orders in memory, with time that goes on only as the reader takes what is written. */
final class OrderExportTest {

    private static final SaleId SALE = new SaleId("cars");
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int ORDERS = 500;

    private long nanos;
    private int texts;

    @ParameterizedTest
    @EnumSource(Format.class)
    void breaksOffWithinAPartIfItsReaderIsTooSlow(Format format) {
        assertThatThrownBy(() -> export().write(SALE, format, reader(Duration.ofSeconds(1))))
                .isInstanceOf(OrderExport.TooSlowException.class);

        assertThat(nanos).isLessThan(TIMEOUT.multipliedBy(4).toNanos());
    }

    @Test
    void comesToItsEndIfItsReaderIsFastEnough() throws IOException {
        export().write(SALE, Format.JSON, reader(Duration.ofMillis(1)));

        assertThat(texts).isGreaterThan(ORDERS);
    }

    private OrderExport export() {
        List<OrderView> orders = LongStream.rangeClosed(1, ORDERS)
                .mapToObj(OrderExportTest::order)
                .toList();
        return new OrderExport((sale, after, limit) -> new Part<>(orders, null), TIMEOUT, () -> nanos);
    }

    /** Takes that long for each text. */
    private Appendable reader(Duration wait) {
        return new Appendable() {
            @Override
            public Appendable append(CharSequence text) {
                texts++;
                nanos += wait.toNanos();
                return this;
            }

            @Override
            public Appendable append(CharSequence text, int start, int end) {
                return append(text.subSequence(start, end));
            }

            @Override
            public Appendable append(char c) {
                return append(String.valueOf(c));
            }
        };
    }

    private static OrderView order(long seq) {
        Instant at = Instant.EPOCH;
        return new OrderView("id-" + seq, "cars", seq, "Zoe", "car", 1, "CONFIRMED", at, null, at, at, seq);
    }
}
