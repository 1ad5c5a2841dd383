package dev.seckill.loadtest.chaos;

import dev.seckill.loadtest.SaleStores;
import dev.seckill.loadtest.Settling;
import dev.seckill.loadtest.sale.MySqlOrderBook;
import dev.seckill.loadtest.sale.OrderBookException;
import dev.seckill.loadtest.sale.SaleCounter;
import dev.seckill.loadtest.sale.UnusableSaleException;
import dev.seckill.loadtest.witness.CounterState;
import dev.seckill.loadtest.witness.DueChange;
import dev.seckill.loadtest.witness.JournalEnd;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import redis.clients.jedis.exceptions.JedisException;

/** Keeps what a run sees of its sale, and gathers the evidence when all is quiet. */
public final class SaleWatch implements AutoCloseable {

    private final SaleStores stores;
    private final Notebook notebook;
    private final OrderLogView log;
    private final GroupLag lag;
    private final MySqlOrderBook book;

    /** @param folder for the list of all replies */
    public SaleWatch(SaleStores stores, Path folder) {
        this(stores, folder.resolve("replies.csv"), new OrderLogView(stores.kafka()));
    }

    /**
     * One of several sales.
     *
     * @param replies the list of all its replies
     * @param log the order log of them all
     */
    SaleWatch(SaleStores stores, Path replies, OrderLogView log) {
        this.stores = stores;
        this.notebook = new Notebook(replies);
        this.log = log;
        this.lag = new GroupLag(stores.kafka());
        this.book = stores.book(stores.sale());
    }

    /** What buyers were told. */
    public Notebook notebook() {
        return notebook;
    }

    /** The order log and what is parked. */
    public OrderLogView log() {
        return log;
    }

    /** Orders of the sale in the order book. */
    long rows() {
        return book.countAfter(0);
    }

    /**
     * Waits until everything decided is stored.
     *
     * @param eachLook run before each look
     * @param incidents gets one if it does not come true within the bound
     */
    public void awaitQuiet(Runnable eachLook, List<String> incidents) throws InterruptedException {
        Quiet quiet = new Quiet();
        try {
            Waits.await("everything decided is stored", Waits.QUIET, quiet, () -> {
                eachLook.run();
                return quiet.isReached();
            });
        } catch (IncidentException never) {
            incidents.add(never.getMessage());
        }
    }

    /** The state of what is under way, as last seen. */
    private final class Quiet {

        private String seen = "not looked";

        boolean isReached() throws InterruptedException {
            try (SaleCounter counter = stores.counter()) {
                Settling settling = new Settling(counter, book, new CounterState(0, 0, 0, 0));
                boolean settled = settling.isDone();
                OptionalLong behind = settled ? lag.messages() : OptionalLong.empty();
                seen = settling + (settled ? ", lag=" + behind : "");
                return behind.isPresent() && behind.getAsLong() == 0;
            } catch (JedisException | OrderBookException | UnusableSaleException notYet) {
                seen = notYet.getMessage();
                return false;
            }
        }

        @Override
        public String toString() {
            return seen;
        }
    }

    /**
     * What the witness judges by.
     *
     * @param offered units that were ever put on sale
     * @param odd what became of the messages that no API had sent
     * @param incidents what went wrong on the way; gets what was strange about replies
     */
    public ChaosEvidence evidence(long offered, ChaosEvidence.Odd odd, List<String> incidents) {
        return evidence(offered, null, HeldOrders.NONE, odd, incidents);
    }

    /**
     * @param restocks what the operator did to the stock; null if others did as well
     * @param held the sale's orders, if it holds them
     */
    ChaosEvidence evidence(
            long offered, List<DueChange> restocks, HeldOrders held, ChaosEvidence.Odd odd, List<String> incidents) {
        notebook.strange().forEach(reply -> incidents.add("a reply that there is no reason for: " + reply));
        CounterState counter;
        JournalEnd end;
        try (SaleCounter redis = stores.counter()) {
            counter = redis.counter();
            end = redis.journalEnd();
        }
        return new ChaosEvidence(
                offered,
                notebook.answers(),
                notebook.open(),
                book.ordersAfter(0),
                log.orders(stores.sale()),
                counter,
                book.journal(end),
                book.steps(),
                restocks,
                held,
                odd,
                incidents);
    }

    @Override
    public void close() {
        notebook.close();
    }
}
