package dev.seckill.loadtest.chaos;

import dev.seckill.infra.Server;
import dev.seckill.infra.embedded.EmbeddedCluster;
import dev.seckill.infra.embedded.KeySlot;
import dev.seckill.infra.embedded.RedisClusterServers;
import dev.seckill.infra.process.ChildServer;
import dev.seckill.loadtest.sale.SaleCounter;
import dev.seckill.model.OrderLogNames;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What strikes single nodes of a cluster. */
final class ClusterFaults {

    private final Scene scene;
    private final EmbeddedCluster cluster;
    private final RedisClusterServers redis;

    /** @throws IllegalStateException if there is no cluster */
    ClusterFaults(Scene scene) {
        this.scene = scene;
        this.cluster = scene.system().cluster();
        this.redis = cluster.redisCluster();
    }

    /** The master of the default sale dies and comes back as a replica of the one that took its place. */
    void killMaster() throws InterruptedException {
        String sale = scene.stalls().get(0).sale().value();
        ChildServer master = redis.masterOf(sale);
        scene.diary().accept("kill -9 " + master.name() + ", the master of sale " + sale);
        Instant before = scene.clock().instant();
        master.kill();
        scene.damage().struck(Set.of());
        scene.damage().mending(); // by itself
        ChildServer next = redis.awaitOtherMaster(sale, master, Waits.FAILOVER);
        scene.damage().serversBack();
        scene.diary()
                .accept(next.name() + " has taken its place after "
                        + Duration.between(before, scene.clock().instant()).toMillis() + " ms");
        recoverWhatIsHalted();
        scene.hold();
        master.start();
        redis.awaitHealthy();
    }

    /** A replica that lacked a decision was promoted: then the sale must have halted, and nothing else mends it. */
    private void recoverWhatIsHalted() throws InterruptedException {
        Instant since = scene.clock().instant();
        for (Stall stall : scene.stalls()) {
            boolean[] isHalted = new boolean[1];
            Waits.await(
                    "sale " + stall.sale() + " goes on, or is halted",
                    Waits.SERVICE,
                    "see its replies",
                    () -> stall.notebook().hasDecidedSince(since) || (isHalted[0] = isHalted(stall)));
            if (isHalted[0]) {
                scene.diary().accept("sale " + stall.sale() + " is halted; recover");
                scene.system().recover(stall.sale()).run().forEach(scene.diary());
            }
        }
    }

    private static boolean isHalted(Stall stall) {
        try (SaleCounter counter = stall.stores().counter()) {
            return counter.isHalted();
        }
    }

    /** Each sale's slot moves to another master, with all that is in it, for as long as the plan says. */
    void reshard() throws InterruptedException {
        long end = System.nanoTime()
                + Duration.ofMillis(scene.round().holdMillis()).toNanos();
        do {
            for (Stall stall : scene.stalls()) {
                move(stall.sale().value());
            }
        } while (System.nanoTime() < end);
    }

    private void move(String sale) {
        ChildServer from = redis.masterOf(sale);
        List<ChildServer> masters = redis.masters();
        ChildServer to = masters.get((masters.indexOf(from) + 1) % masters.size());
        scene.diary().accept("move sale " + sale + " from " + from.name() + " to " + to.name());
        redis.moveSlot(KeySlot.of(sale), from, to);
    }

    /** A broker that leads a part of the order log. */
    void killBroker() throws InterruptedException {
        int id = cluster.kafkaBrokers()
                .leaderOf(OrderLogNames.DEFAULT_TOPIC, scene.round().target())
                .orElse(1);
        Server broker = cluster.kafkaBrokers().node(id);
        scene.diary().accept("kill -9 kafka-" + id);
        broker.kill();
        scene.damage().struck(Set.of());
        scene.hold();
        broker.start();
    }
}
