package dev.seckill.loadtest.chaos;

import dev.seckill.infra.app.AppProcess;
import dev.seckill.loadtest.sale.SaleCounter;
import java.time.Instant;

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
        try (SaleCounter sale = scene.system().stores().counter()) {
            if (sale.unitsLeft() != null) {
                throw new IncidentException("somebody made up a stock of " + sale.unitsLeft() + " before recover");
            }
        }
        // Units are added in each round, and of an emptied Redis only the operator knows how many there are in all.
        recover("--allotment", Long.toString(scene.offered()));
    }

    /** Redis comes back on files that lack logged orders. */
    void turnBack() throws InterruptedException {
        scene.diary().accept("copy the files of redis");
        RedisCopy copy = RedisCopy.take(scene.system().redisData(), scene.scratch());
        long before = scene.notebook().count(ReplyKind.ACCEPTED);
        Waits.await(
                ORDERS_TO_FORGET + " accepted orders past the copy",
                Waits.SERVICE,
                scene.notebook(),
                () -> scene.notebook().count(ReplyKind.ACCEPTED) >= before + ORDERS_TO_FORGET);
        scene.diary().accept("kill -9 redis and put the copy in its place");
        scene.system().redis().kill();
        copy.putBack();
        scene.hold();
        scene.system().redis().start();
        awaitRefusal();
        try (SaleCounter sale = scene.system().stores().counter()) {
            Waits.await("the sale is halted", Waits.REFUSAL, sale, sale::isHalted);
        }
        recover();
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

    private void recover(String... settings) throws InterruptedException {
        scene.diary().accept(scene.system().recover().run(settings));
    }
}
