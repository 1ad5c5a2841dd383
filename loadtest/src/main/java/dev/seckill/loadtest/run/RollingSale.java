package dev.seckill.loadtest.run;

import dev.seckill.loadtest.Patience;
import dev.seckill.loadtest.Programs;
import dev.seckill.loadtest.Terminal;
import dev.seckill.loadtest.load.Crowd;
import dev.seckill.loadtest.load.Load;
import dev.seckill.loadtest.load.Progress;
import dev.seckill.loadtest.rolling.RollingLoad;
import dev.seckill.loadtest.rolling.RollingSystem;
import dev.seckill.loadtest.rolling.RollingVerdict;
import dev.seckill.loadtest.witness.Answer;
import dev.seckill.loadtest.witness.Verdict;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The model case at a steady rate, on a system of which every program is restarted meanwhile. */
final class RollingSale {

    private static final Duration READY_WAIT = Duration.ofSeconds(60);

    private final SaleCase saleCase;
    private final RollingSystem system;
    private final Terminal terminal;
    private final Clock clock;
    private final RollingLoad load;
    private final List<Answer> answers = new ArrayList<>();

    RollingSale(SaleCase saleCase, RollingSystem system, Terminal terminal, Clock clock) {
        this.saleCase = saleCase;
        this.system = system;
        this.terminal = terminal;
        this.clock = clock;
        this.load = new RollingLoad(system, saleCase.sale(), this::awaitInstances, terminal::say, clock);
    }

    Verdict run() throws InterruptedException {
        SystemAddresses addresses = new SystemAddresses(
                system.url(),
                URI.create(system.servers().redisUrl()),
                system.servers().mysqlUrl(Programs.DATABASE),
                system.servers().mysqlUser(),
                system.servers().mysqlPassword());
        return new FlashSale(saleCase, addresses, new Kept(), terminal, clock).run(true);
    }

    /** What came of the restart. */
    RollingVerdict restart() {
        return load.verdict();
    }

    /** What buyers were told. */
    List<Answer> answers() {
        return List.copyOf(answers);
    }

    /** The balancer has answered for one of them. */
    private void awaitInstances() throws InterruptedException {
        List<ApiProbe> probes = system.apis().stream().map(ApiProbe::new).toList();
        if (!Patience.await(READY_WAIT, () -> areReady(probes) && system.isWhole())) {
            throw new SystemNotReadyException(
                    "not every instance sold the stock within " + READY_WAIT.toSeconds() + " s");
        }
    }

    private boolean areReady(List<ApiProbe> probes) throws InterruptedException {
        for (ApiProbe probe : probes) {
            if (!probe.look().isReadyFor(saleCase.stock())) {
                return false;
            }
        }
        return true;
    }

    /** The load, whose answers are wanted afterwards. */
    private final class Kept implements Load {

        @Override
        public List<Answer> send(Crowd crowd, Progress progress) throws InterruptedException {
            answers.addAll(load.send(crowd, progress));
            return answers;
        }

        @Override
        public int came(Crowd crowd) {
            return load.came(crowd);
        }
    }
}
