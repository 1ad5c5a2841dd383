package dev.seckill.loadtest.bench;

import dev.seckill.api.config.ApiConfig;
import dev.seckill.api.decide.CounterStore;
import dev.seckill.api.decide.Decisions;
import dev.seckill.api.decide.LoggedMarks;
import dev.seckill.api.decide.Reply;
import dev.seckill.api.decide.SaleDecisions;
import dev.seckill.api.decide.SaleInUse;
import dev.seckill.api.decide.SaleView;
import dev.seckill.api.instance.ApiInstance;
import dev.seckill.api.orderlog.KafkaOrderLog;
import dev.seckill.api.sale.Request;
import dev.seckill.api.sale.StockCounter;
import dev.seckill.model.SaleId;
import dev.seckill.model.trace.TraceSpan;
import dev.seckill.model.trace.Traces;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** The API with something else in the place of its one decision queue, to compare it with. */
final class ApiVariant {

    private ApiVariant() {}

    /**
     * Runs until it is killed.
     *
     * @param args options of {@code seckill-api.jar}
     * @param queues how many queues share the purchases, each with a connection of its own; 0 for one to each thread
     * @param around what stands between a queue and its counter
     */
    static void run(String[] args, int queues, UnaryOperator<StockCounter> around) {
        ApiConfig config = ApiConfig.of(args);
        new ApiInstance(config, "variant", new KafkaOrderLog(config.kafka()), LoggedMarks.NOTHING, Traces.OFF)
                .serve(
                        (stores, delivery, events) -> new InTurn(IntStream.range(
                                        0, queues == 0 ? config.http().threads() : queues)
                                .mapToObj(connection -> new SaleDecisions(
                                        config.sale(),
                                        () -> new Around(stores.get(), around),
                                        delivery,
                                        config.decisions().withOneDecider(),
                                        events))
                                .toList()),
                        () -> true,
                        ports -> untilKilled());
    }

    private static void untilKilled() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A store whose counters stand behind something else. */
    private record Around(CounterStore store, UnaryOperator<StockCounter> around) implements CounterStore {

        @Override
        public boolean isReady(SaleId sale) {
            return store.isReady(sale);
        }

        @Override
        public boolean areTogether(SaleId one, SaleId other) {
            return store.areTogether(one, other);
        }

        @Override
        public long connection() {
            return store.connection();
        }

        @Override
        public void probe() {
            store.probe();
        }

        @Override
        public StockCounter counter(SaleId sale) {
            return around.apply(store.counter(sale));
        }

        @Override
        public void close() {
            store.close();
        }
    }

    /** Gives each purchase of the default sale to the next of some queues. */
    private static final class InTurn implements Decisions {

        private final List<SaleDecisions> queues;
        private final AtomicInteger next = new AtomicInteger();

        InTurn(List<SaleDecisions> queues) {
            this.queues = queues;
        }

        @Override
        public CompletableFuture<Reply> submit(SaleId sale, Request request, TraceSpan trace) {
            return queues.get(Math.floorMod(next.getAndIncrement(), queues.size()))
                    .submit(sale, request, trace);
        }

        @Override
        public SaleView view(SaleId sale) {
            List<SaleView> views =
                    queues.stream().map(queue -> queue.view(sale)).toList();
            return views.stream()
                    .filter(view -> view.trouble() != null)
                    .findFirst()
                    .orElse(views.get(0));
        }

        @Override
        public int waiting() {
            return queues.stream().mapToInt(SaleDecisions::waiting).sum();
        }

        @Override
        public int sales() {
            return queues.get(0).sales();
        }

        @Override
        public List<SaleInUse> inUse() {
            return queues.get(0).inUse();
        }

        @Override
        public void close() {
            queues.forEach(SaleDecisions::close);
        }
    }
}
