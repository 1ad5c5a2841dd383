package dev.seckill.consumer.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class OrderTableTest {

    @Test
    void keepsMarksAndTheFirstDigestOfEachOrder() {
        OrderTable table = new OrderTable();
        Map<UUID, Byte> marks = new HashMap<>();
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            // Few high bits, as in ids of one moment.
            UUID id = new UUID(random.nextInt(50), random.nextInt(200));
            byte mark = (byte) (1 << random.nextInt(5));
            table.mark(id, marks.containsKey(id) ? -1 : id.hashCode(), mark);
            marks.merge(id, mark, (a, b) -> (byte) (a | b));
        }

        assertThat(table.size()).isEqualTo(marks.size());
        marks.forEach((id, expected) -> {
            assertThat(table.marksOf(id)).isEqualTo(expected);
            assertThat(table.digestOf(id)).isEqualTo(id.hashCode());
        });
        Map<UUID, Byte> visited = new HashMap<>();
        table.forEach(visited::put);
        assertThat(visited).isEqualTo(marks);
    }

    @Test
    void knowsNoMarksOfAnUnknownOrder() {
        assertThat(new OrderTable().marksOf(new UUID(0, 0))).isZero();
    }
}
