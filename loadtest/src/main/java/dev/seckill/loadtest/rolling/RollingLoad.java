package dev.seckill.loadtest.rolling;

import dev.seckill.loadtest.load.Crowd;
import dev.seckill.loadtest.load.Load;
import dev.seckill.loadtest.load.Progress;
import dev.seckill.loadtest.witness.Answer;
import dev.seckill.model.SaleId;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

/** Buyers at a steady rate and open pages, while every program is restarted. */
public final class RollingLoad implements Load {

    private static final int PAGES = 20;

    private final List<RollingRestart.Part> parts;
    private final URI stream;
    private final RollingRestart restart;
    private final SteadyBuyers buyers;
    private final Ready ready;
    private RollingVerdict verdict;

    /** Waits until every instance sells what there is. */
    @FunctionalInterface
    public interface Ready {
        void await() throws InterruptedException;
    }

    /** @param diary gets a line for each step */
    public RollingLoad(RollingSystem system, SaleId sale, Ready ready, Consumer<String> diary, Clock clock) {
        this.parts = system.parts();
        this.stream = system.url().resolve("/api/sales/" + sale + "/live");
        this.restart = new RollingRestart(parts, diary);
        this.buyers = new SteadyBuyers(restart::isUnderWay, clock);
        this.ready = ready;
    }

    @Override
    public List<Answer> send(Crowd crowd, Progress progress) throws InterruptedException {
        ready.await();
        try (restart;
                OpenPages pages = OpenPages.open(stream, PAGES)) {
            restart.begin();
            List<Answer> answers = buyers.send(crowd, progress);
            verdict = RollingVerdict.of(parts, restart, buyers, pages, PAGES);
            return answers;
        }
    }

    @Override
    public int came(Crowd crowd) {
        return buyers.came(crowd);
    }

    /** What came of the restart; null before the load was sent. */
    public RollingVerdict verdict() {
        return verdict;
    }
}
