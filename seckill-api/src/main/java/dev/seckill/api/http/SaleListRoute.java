package dev.seckill.api.http;

import dev.seckill.api.decide.Reply;
import dev.seckill.api.metrics.RequestCounts;
import dev.seckill.api.sale.Look;
import dev.seckill.api.sale.Outcome;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All sales but rehearsals, a part at a time, each as a look through its queue finds it. */
final class SaleListRoute implements HttpRoutes {

    private static final Logger log = LoggerFactory.getLogger(SaleListRoute.class);

    private static final int LIMIT_MAX = 100;
    private static final int LIMIT = 20;

    /** Each asks after up to a hundred sales, and shall not crowd out the buyers. */
    private static final int LISTS_MAX = 4;

    private final SaleRequests requests;
    private final Supplier<? extends Collection<SaleId>> sales;
    private final RequestCounts counts;
    private final Semaphore free = new Semaphore(LISTS_MAX);
    private final SparseLine failed = new SparseLine();

    /**
     * The route.
     *
     * @param sales all that there are; may block
     * @param counts counts a list as one look
     */
    SaleListRoute(SaleRequests requests, Supplier<? extends Collection<SaleId>> sales, RequestCounts counts) {
        this.requests = requests;
        this.sales = sales;
        this.counts = counts;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        HealthRoutes.add(routes, "/api/sales", this::list);
    }

    private void list(Context ctx) {
        counts.received();
        String after;
        int limit;
        try {
            after = ListQuery.after(ctx);
            limit = ListQuery.limit(ctx, LIMIT, LIMIT_MAX);
        } catch (InvalidRequest e) {
            counts.refusedAsInvalid();
            throw e;
        }
        if (!free.tryAcquire()) {
            counts.answered(Outcome.OVERLOADED);
            requests.problem(ctx, ProblemType.OVERLOADED.reply("Too many lists are made at once."));
            return;
        }
        List<SaleId> rest;
        try {
            rest = sales.get().stream()
                    .filter(sale -> !sale.isRehearsal())
                    .filter(sale -> sale.value().compareTo(after) > 0)
                    .sorted(Comparator.comparing(SaleId::value))
                    .limit(limit + 1L)
                    .toList();
        } catch (RuntimeException e) {
            free.release();
            failed.say(times -> log.warn("http - sales cannot be listed (times={}, reason={})", times, Reason.of(e)));
            counts.failedToAnswer();
            requests.problem(ctx, ProblemType.UNAVAILABLE.reply("The sales cannot be listed now."));
            return;
        }
        boolean isLast = rest.size() <= limit;
        answer(ctx, rest.subList(0, Math.min(limit, rest.size())), isLast);
    }

    private void answer(Context ctx, List<SaleId> page, boolean isLast) {
        List<CompletableFuture<byte[]>> looks = page.stream().map(this::look).toList();
        ctx.future(() -> CompletableFuture.allOf(looks.toArray(CompletableFuture[]::new))
                .thenRun(() -> {
                    counts.answered(Outcome.SEEN);
                    SaleListPage list = new SaleListPage();
                    int listed = 0;
                    while (listed < page.size() && list.add(looks.get(listed).join())) {
                        listed++;
                    }
                    boolean isAll = isLast && listed == page.size();
                    byte[] body = list.end(isAll ? null : page.get(listed - 1));
                    ctx.res().setContentLength(body.length); // which a HEAD is told too
                    ShortReply.write(ctx, HttpStatus.OK, SaleJson.CONTENT_TYPE, body);
                })
                .whenComplete((written, failure) -> free.release()));
    }

    private CompletableFuture<byte[]> look(SaleId sale) {
        return requests.decide(sale, new Look()).handle((reply, failure) -> json(sale, reply, failure));
    }

    private static byte[] json(SaleId sale, Reply reply, Throwable failure) {
        if (failure != null) {
            return SaleJson.unreadable(sale, SaleRequests.UNDECIDED.detail());
        }
        return reply.decision().outcome() == Outcome.SEEN
                ? SaleJson.sale(sale, reply.decision().seen())
                : SaleJson.unreadable(sale, reply.decision().detail());
    }
}
