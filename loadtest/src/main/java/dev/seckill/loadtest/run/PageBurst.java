package dev.seckill.loadtest.run;

import dev.seckill.loadtest.load.Crowd;
import dev.seckill.loadtest.load.Load;
import dev.seckill.loadtest.load.LoadFailedException;
import dev.seckill.loadtest.load.Progress;
import dev.seckill.loadtest.pages.PageContent;
import dev.seckill.loadtest.pages.PageVisits;
import dev.seckill.loadtest.pages.PagesVerdict;
import dev.seckill.loadtest.pages.VisitsSeen;
import dev.seckill.loadtest.witness.Answer;
import dev.seckill.model.SaleId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;

/**
 * A crowd of buyers beside whom as many people open the page of the sale, within the same time. These come once the first
 * buyer is answered, because JMeter takes some seconds to begin.
 */
final class PageBurst implements Load {

    private final Load buyers;
    private final SaleId sale;
    private PagesVerdict verdict;

    /** @param sale whose page is opened; the page has its id */
    PageBurst(Load buyers, SaleId sale) {
        this.buyers = buyers;
        this.sale = sale;
    }

    @Override
    public List<Answer> send(Crowd crowd, Progress progress) throws InterruptedException {
        InetSocketAddress api =
                new InetSocketAddress(crowd.target().getHost(), crowd.target().getPort());
        PageContent content;
        try {
            content = PageContent.read(api, "/sales/" + sale, sale.value());
        } catch (IOException e) {
            throw new LoadFailedException("the page of the sale cannot be read: " + e.getMessage(), e);
        }
        FutureTask<VisitsSeen> visits =
                new FutureTask<>(() -> PageVisits.at(api, content, crowd.buyers(), crowd.arrival()));
        ExecutorService people = Executors.newSingleThreadExecutor();
        try {
            List<Answer> answers = buyers.send(crowd, new BeginningWith(progress, () -> people.execute(visits)));
            people.execute(visits); // if nothing was told of a reply; a task runs once only
            verdict = PagesVerdict.of(content, visits.get());
            return answers;
        } catch (ExecutionException e) {
            throw new LoadFailedException("the page could not be opened: " + e.getCause(), e.getCause());
        } finally {
            people.shutdownNow();
        }
    }

    /** What came of those who opened the page; null before the crowd has gone. */
    PagesVerdict verdict() {
        return verdict;
    }

    /** Lets something begin with the first reply. */
    private static final class BeginningWith implements Progress {

        private final Progress progress;
        private final Runnable first;
        private boolean hasBegun;

        BeginningWith(Progress progress, Runnable first) {
            this.progress = progress;
            this.first = first;
        }

        @Override
        public void answered(Answer answer) {
            if (!hasBegun) {
                hasBegun = true;
                first.run();
            }
            progress.answered(answer);
        }

        @Override
        public void tick() {
            progress.tick();
        }
    }
}
