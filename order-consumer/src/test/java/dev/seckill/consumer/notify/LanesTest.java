package dev.seckill.consumer.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.model.LogPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LanesTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // passes the largest long on its way
    private final Lanes lanes = new Lanes(now::get);
    private final PartitionMarks marks = new PartitionMarks(0);
    private long offset;

    @Test
    void theLaterOfAnOrderWaitsForItsEarlierOneAndOtherOrdersGoOn() throws InterruptedException {
        Delivery first = add("a", marks);
        Delivery second = add("a", marks);
        Delivery other = add("b", marks);

        assertThat(takeDue(2)).containsExactly(first, other);
        lanes.over(other);
        assertThat(lanes.waiting()).isEqualTo(2);
        lanes.over(first);
        assertThat(lanes.take()).isSameAs(second);
        lanes.over(second);
        assertThat(lanes.waiting()).isZero();
        assertThat(lanes.oldest()).isNull();
    }

    @Test
    void whatIsTriedAgainIsDueAfterItsWaitAndBeforeTheRestOfItsLane() throws InterruptedException {
        Delivery failing = add("a", marks);
        Delivery behind = add("a", marks);
        lanes.take();
        lanes.again(failing, Duration.ofNanos(100));
        Delivery other = add("b", marks);

        assertThat(lanes.take()).isSameAs(other);
        now.addAndGet(100);
        assertThat(lanes.take()).isSameAs(failing);
        lanes.over(failing);
        assertThat(lanes.take()).isSameAs(behind);
    }

    @Test
    void whatBelongsToAPartitionThatIsGoneIsDroppedButForWhatIsUnderWay() throws InterruptedException {
        PartitionMarks staying = new PartitionMarks(0);
        Delivery underWay = add("a", marks);
        add("a", marks);
        Delivery stays = add("a", staying);
        add("b", marks);
        assertThat(lanes.take()).isSameAs(underWay);

        marks.giveUp();
        lanes.dropGone();

        assertThat(lanes.waiting()).isEqualTo(2);
        lanes.over(underWay);
        assertThat(lanes.take()).isSameAs(stays);
        lanes.over(stays);
        assertThat(lanes.waiting()).isZero();
    }

    @Test
    void whoeverWaitsIsSentAwayWhenItCloses() {
        CompletableFuture<Delivery> waiting = CompletableFuture.supplyAsync(this::takeOne);
        lanes.close();
        assertThat(waiting.join()).isNull();
    }

    private Delivery takeOne() {
        try {
            return lanes.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Delivery> takeDue(int count) {
        List<Delivery> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(takeOne());
        }
        return taken;
    }

    private Delivery add(String key, PartitionMarks partition) {
        Webhook webhook = new Webhook("s:" + ++offset, key, Instant.ofEpochMilli(offset), new byte[0]);
        Delivery delivery = Delivery.of(webhook, partition, new LogPosition("LOG", 0, offset), true);
        lanes.add(delivery);
        return delivery;
    }
}
