package dev.seckill.loadtest.chaos;

import dev.seckill.infra.app.AppProcess;
import dev.seckill.loadtest.sale.SaleCounter;
import java.time.Instant;
import java.util.List;

/** A Redis that comes back without what it knew: buyers are refused until {@code recover} has run. */
final class RedisLoss {

    /** An older Redis lacks at least so many orders that are logged. */
    private static final int ORDERS_TO_FORGET = 20;

    private final Scene scene;

    RedisLoss(Scene scene) {
        this.scene = scene;
    }

    /** Redis comes back empty. */
    void lose() throws InterruptedException {
        scene.diary().accept("kill -9 redis and delete its data");
        scene.system().redis().kill();
        scene.system().redis().wipe();
        scene.hold();
        scene.system().redis().start();
        awaitRefusal();
        for (Stall stall : scene.stalls()) {
            try (SaleCounter sale = stall.stores().counter()) {
                if (sale.unitsLeft() != null) {
                    throw new IncidentException("somebody made up a stock of " + sale.unitsLeft() + " of sale "
                            + stall.sale() + " before recover");
                }
            }
        }
        recover();
    }

    /** Redis comes back on files that lack logged orders. */
    void turnBack() throws InterruptedException {
        scene.diary().accept("copy the files of redis");
        RedisCopy copy = RedisCopy.take(scene.system().redisData(), scene.scratch());
        for (Stall stall : scene.stalls()) {
            awaitOrdersToForget(stall);
        }
        scene.diary().accept("kill -9 redis and put the copy in its place");
        scene.system().redis().kill();
        copy.putBack();
        scene.hold();
        scene.system().redis().start();
        awaitRefusal();
        for (Stall stall : scene.stalls()) {
            try (SaleCounter sale = stall.stores().counter()) {
                Waits.await("sale " + stall.sale() + " is halted", Waits.REFUSAL, sale, sale::isHalted);
            }
        }
        recover();
    }

    private static void awaitOrdersToForget(Stall stall) throws InterruptedException {
        Notebook notebook = stall.notebook();
        long before = notebook.count(ReplyKind.ACCEPTED);
        Waits.await(
                ORDERS_TO_FORGET + " accepted orders of sale " + stall.sale() + " past the copy",
                Waits.SERVICE,
                "see its replies",
                () -> notebook.count(ReplyKind.ACCEPTED) >= before + ORDERS_TO_FORGET);
    }

    private void awaitRefusal() throws InterruptedException {
        Instant back = scene.clock().instant();
        for (AppProcess api : scene.system().apis()) {
            Waits.await(
                    scene.system().nameOf(api) + " says 503 to a buyer",
                    Waits.REFUSAL,
                    scene.round(),
                    () -> scene.notebook().hasRefusedSince(api.port(), back));
        }
        scene.diary().accept("every API instance refuses buyers; recover");
    }

    /**
     * All sales, because each has lost something: at once, or one by one if the log has a sale that only this run knows and
     * goes on numbering.
     */
    private void recover() throws InterruptedException {
        if (scene.odd().sent().toBeStored().isEmpty()) {
            tell(scene.system().recover(scene.stalls().get(0).sale()).run("--all"));
            return;
        }
        for (Stall stall : scene.stalls()) {
            tell(scene.system().recover(stall.sale()).run());
        }
    }

    private void tell(List<String> recovered) {
        recovered.forEach(scene.diary());
    }
}
