package dev.seckill.proof.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.proof.tree.Hash;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class OpenOrdersTest {

    private final OpenOrders orders = new OpenOrders();

    @Test
    void holdsWhatAMapHolds() {
        Map<Hash, Long> expected = new HashMap<>();
        List<Hash> there = new ArrayList<>();
        Random random = new Random(31);
        for (int step = 0; step < 50_000; step++) {
            if (there.isEmpty() || random.nextInt(5) < 3) {
                Hash holder = holder(step);
                orders.add(holder, -step - 1);
                expected.put(holder, -step - 1L);
                there.add(holder);
            } else {
                Hash gone = there.remove(random.nextInt(there.size()));
                orders.remove(gone);
                expected.remove(gone);
                assertThat(orders.units(gone)).isEqualTo(OpenOrders.NONE);
            }
        }

        assertThat(there).allSatisfy(holder -> assertThat(orders.units(holder)).isEqualTo(expected.get(holder)));
        there.forEach(orders::remove);
        assertThat(expected.keySet())
                .allSatisfy(holder -> assertThat(orders.units(holder)).isEqualTo(OpenOrders.NONE));
    }

    /** Each byte counts, or a shop could give back one order by another one's holder. */
    @Test
    void tellsHoldersApartByEachOfTheirBytes() {
        byte[] bytes = holder(0).bytes();
        orders.add(Hash.of(bytes), -1);

        for (int i = 0; i < bytes.length; i++) {
            byte[] other = bytes.clone();
            other[i] ^= 1;
            assertThat(orders.units(Hash.of(other))).as("byte %s", i).isEqualTo(OpenOrders.NONE);
        }
        assertThat(orders.units(Hash.of(bytes))).isEqualTo(-1);
    }

    private static Hash holder(int number) {
        return Hash.ofBytes(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    }
}
