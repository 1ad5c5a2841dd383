package dev.seckill.api.sale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.model.SaleId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Random histories of two instances, with changes, crashes, lost replies, races, restocks and a lost store, against a simple
 * model of a sale. A failure is shrunk to the shortest history that still fails.
 */
public abstract class SaleModelContract {

    private static final int STEPS = 30;

    /** Units that are sold at once, so that everything turns on what goes back, and units that last for a while. */
    private static final int FEW = 2;

    private static final int MANY = 12;

    /** A world with a sale of its own that nobody has sold from. */
    public abstract SaleWorld world(SaleId sale);

    public abstract int histories();

    @Test
    void everyHistoryKeepsThePromises() {
        for (int seed = 1; seed <= histories(); seed++) {
            List<SaleStep> steps = random(new Random(seed));
            int stock = seed % 2 == 0 ? FEW : MANY;
            String violation = play(steps, stock);
            if (violation != null) {
                List<SaleStep> shortest = shrink(steps, stock);
                assertThat(violation)
                        .as("seed %d, shortest history of %d %s: %s", seed, stock, shortest, play(shortest, stock))
                        .isNull();
            }
        }
    }

    private String play(List<SaleStep> steps, int stock) {
        SaleId sale = new SaleId("model-" + UUID.randomUUID());
        return new SaleHistory(world(sale), sale, stock).play(steps);
    }

    static List<SaleStep> random(Random random) {
        SaleStep.Action[] actions = SaleStep.Action.values();
        List<SaleStep> steps = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            steps.add(new SaleStep(
                    actions[random.nextInt(actions.length)],
                    random.nextInt(2),
                    1 + random.nextInt(5),
                    random.nextInt(1000)));
        }
        return steps;
    }

    /** Leaves steps out, one after the other, for as long as what remains still fails. */
    private List<SaleStep> shrink(List<SaleStep> failing, int stock) {
        List<SaleStep> shortest = failing;
        boolean shrunk = true;
        while (shrunk) {
            shrunk = false;
            for (int i = 0; i < shortest.size(); i++) {
                List<SaleStep> shorter = new ArrayList<>(shortest);
                shorter.remove(i);
                if (play(shorter, stock) != null) {
                    shortest = shorter;
                    shrunk = true;
                    break;
                }
            }
        }
        return shortest;
    }
}
