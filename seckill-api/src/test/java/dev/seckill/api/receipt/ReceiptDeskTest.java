package dev.seckill.api.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.config.ReceiptSettings;
import dev.seckill.api.decide.LoggedMarks;
import dev.seckill.api.orderlog.LoggedEvent;
import dev.seckill.api.redis.RedisStandings.Standing;
import dev.seckill.api.sale.LoggedNumbers;
import dev.seckill.api.sale.LoggedSeq;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.GivenUp;
import dev.seckill.model.proof.ProofKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class ReceiptDeskTest {

    private static final Optional<LoggedEvent> FOUND = Optional.of(Samples.logged(57, Samples.AT, 0));
    private static final int MAX = 20;

    private static final LoggedMarks MARKS = new LoggedMarks() {
        @Override
        public CompletableFuture<Void> readOn() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public LoggedSeq.Mark of(SaleId sale) {
            return LoggedSeq.NONE;
        }

        @Override
        public LoggedNumbers numbersOf(SaleId sale) {
            return new LoggedNumbers(Set.of(new LoggedNumbers.Decided(1, Samples.BIRTH)), GivenUp.NONE);
        }
    };

    @TempDir
    private Path folder;

    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger closed = new AtomicInteger();
    private volatile Function<OrderId, Optional<LoggedEvent>> near = order -> Optional.empty();
    private volatile Function<OrderId, Optional<LoggedEvent>> anywhere = order -> Optional.empty();
    private volatile Standing standing = new Standing(false, true, 0);
    private ReceiptDesk desk;

    @BeforeEach
    void open() {
        ProofKeys keys = Samples.keys(folder);
        desk = new ReceiptDesk(
                new ReceiptSettings(keys, MAX, Duration.ofSeconds(30), Duration.ofSeconds(1)),
                order -> near.apply(order),
                order -> anywhere.apply(order),
                (sale, order) -> standing,
                new ReceiptSigner(keys, (sale, order) -> standing, MARKS, sale -> {}, Duration.ofSeconds(30)),
                closed::incrementAndGet,
                closed::incrementAndGet);
    }

    @AfterEach
    void close() {
        gate.countDown();
        desk.close();
    }

    private CompletableFuture<ReceiptReply> ask() {
        return desk.receipt(Samples.SALE, Samples.ORDER);
    }

    /** Not before the gate is open. */
    private Optional<LoggedEvent> late(Optional<LoggedEvent> answer) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return answer;
    }

    @Test
    void anOrderThatStandsWhereItShouldIsSigned() {
        near = order -> FOUND;

        assertThat(ask().join()).isInstanceOf(ReceiptReply.Signed.class);
        assertThat(desk.waiting()).isZero();
    }

    @Test
    void anOrderInTheOutboxWaits() {
        standing = new Standing(true, true, 0);

        assertThat(ask().join()).isEqualTo(new ReceiptReply.Waiting());
    }

    @Test
    void anOrderThatWasDeliveredLateIsFoundToo() {
        anywhere = order -> FOUND;

        assertThat(ask().join()).isInstanceOf(ReceiptReply.Signed.class);
    }

    @Test
    void anOrderThatStandsNowhereIsUnknown() {
        assertThat(ask().join()).isEqualTo(new ReceiptReply.Unknown());
    }

    @Test
    void pastTheBoundEverybodyIsRefusedAtOnce() {
        near = order -> late(FOUND);
        List<CompletableFuture<ReceiptReply>> asked = new ArrayList<>();
        for (int i = 0; i < MAX; i++) {
            asked.add(ask());
        }

        assertThat(desk.waiting()).isEqualTo(MAX);
        assertThat(ask()).isCompletedWithValue(new ReceiptReply.Full());

        gate.countDown();
        assertThat(asked).allSatisfy(one -> assertThat(one.join()).isInstanceOf(ReceiptReply.Signed.class));
        assertThat(ask().join()).isInstanceOf(ReceiptReply.Signed.class);
    }

    @Test
    void whoMakesIdsUpKeepsNobodyElseWaiting() {
        anywhere = order -> late(Optional.empty());
        List<CompletableFuture<ReceiptReply>> madeUp = new ArrayList<>();
        for (int i = 0; i < ReceiptDesk.FAR_MAX; i++) {
            madeUp.add(ask());
        }

        assertThat(ask().join()).as("one more").isEqualTo(new ReceiptReply.Full());
        near = order -> FOUND;
        assertThat(ask().join()).isInstanceOf(ReceiptReply.Signed.class);

        gate.countDown();
        assertThat(madeUp).allSatisfy(one -> assertThat(one.join()).isEqualTo(new ReceiptReply.Unknown()));
    }

    @Test
    void whatCannotBeUsedIsTold() {
        near = order -> {
            throw new StockUnavailableException("redis - away", null);
        };
        assertThat(ask().join()).isEqualTo(new ReceiptReply.Unavailable("Redis cannot be used."));

        near = order -> {
            throw new IllegalStateException("a bug");
        };
        assertThat(ask().join()).isEqualTo(new ReceiptReply.Unavailable("The receipt could not be made."));
        assertThat(desk.waiting()).isZero();
    }

    @Test
    void closingAnswersWhoeverWaitsAndDisconnects() {
        near = order -> late(FOUND);
        CompletableFuture<ReceiptReply> first = ask();
        CompletableFuture<ReceiptReply> second = ask();
        new Thread(gate::countDown).start();

        desk.close();

        assertThat(first.join()).isNotNull();
        assertThat(second.join()).isNotNull();
        assertThat(closed).hasValue(2);
        assertThat(ask().join()).isEqualTo(new ReceiptReply.Unavailable("The instance is stopping."));
    }
}
