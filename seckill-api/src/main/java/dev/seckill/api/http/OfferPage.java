package dev.seckill.api.http;

import dev.seckill.api.decide.Reply;
import dev.seckill.api.pages.Language;
import dev.seckill.api.pages.OfferPart;
import dev.seckill.api.pages.OfferedSales;
import dev.seckill.api.pages.PageBody;
import dev.seckill.api.pages.SharedLooks;
import dev.seckill.api.sale.SaleSeen;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The page of all sales on offer, a part at a time. All who open one within a moment share it. */
final class OfferPage implements HttpRoutes {

    private static final Logger log = LoggerFactory.getLogger(OfferPage.class);

    private static final Duration AGE = Duration.ofSeconds(1);
    private static final int PARTS_MAX = 20;

    /** Each looks at up to fifty sales, and anybody may ask for any: they shall not crowd out the buyers. */
    private static final int MADE_MAX = 4;

    private static final String FIRST = "";

    private final PageMaker pages;
    private final OfferedSales sales;
    private final SharedLooks<SaleId, Reply> looks;
    private final SharedLooks<String, Sales> parts = new SharedLooks<>(this::look, AGE, PARTS_MAX, System::nanoTime);
    private final Semaphore free = new Semaphore(MADE_MAX);
    private final SparseLine failed = new SparseLine();

    /** Some sales as they were seen. */
    private static final class Sales {

        private final List<SaleId> ids;
        private final List<SaleSeen> seen;
        private OfferPart part;

        Sales(List<SaleId> ids, List<SaleSeen> seen) {
            this.ids = ids;
            this.seen = seen;
        }

        /** Made by the first who shows it: the thread that has looked decides purchases. */
        synchronized OfferPart part() {
            part = part == null ? OfferPart.of(ids, seen) : part;
            return part;
        }
    }

    OfferPage(PageMaker pages, OfferedSales sales, SharedLooks<SaleId, Reply> looks) {
        this.pages = pages;
        this.sales = sales;
        this.looks = looks;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        HealthRoutes.add(routes, "/", this::offer);
    }

    private void offer(Context ctx) {
        String after;
        try {
            after = ListQuery.after(ctx);
        } catch (InvalidRequest none) {
            ctx.future(() -> pages.unknown(ctx));
            return;
        }
        try {
            sales.refresh();
        } catch (RuntimeException e) {
            failed.say(times -> log.warn("http - sales cannot be listed (times={}, reason={})", times, Reason.of(e)));
            ctx.future(() -> pages.away(ctx, PageRules.PLAIN));
            return;
        }
        ctx.future(() -> {
            SharedLooks.Look<Sales> look = parts.of(after);
            return PageMaker.whenSeen(
                    ctx,
                    look,
                    seen -> seen == null ? pages.away(ctx, PageRules.PLAIN) : answer(ctx, look, seen.part()));
        });
    }

    /** The first part is for all, and never refused: it is looked at once a second at the most. */
    private CompletableFuture<Sales> look(String after) {
        if (after.equals(FIRST)) {
            return begin(after);
        }
        return free.tryAcquire()
                ? begin(after).whenComplete((seen, failure) -> free.release())
                : CompletableFuture.failedFuture(new NoRoom("Too many parts are made at once."));
    }

    private CompletableFuture<Sales> begin(String after) {
        List<SaleId> ids = sales.after(after, OfferPart.LOOKS_MAX + 1);
        List<CompletableFuture<SaleSeen>> all = ids.stream()
                .limit(OfferPart.LOOKS_MAX)
                .map(sale -> looks.of(sale).seen().handle((reply, failure) -> seen(reply)))
                .toList();
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(done ->
                        new Sales(ids, all.stream().map(CompletableFuture::join).toList()));
    }

    /** Null if the sale could not be looked at. */
    private static SaleSeen seen(Reply reply) {
        return reply == null ? null : reply.decision().seen();
    }

    private CompletableFuture<Void> answer(Context ctx, SharedLooks.Look<Sales> look, OfferPart part) {
        Language language = PageMaker.language(ctx);
        PageBody page = look.page(language, () -> pages.page("sales", language, part.names()));
        return PageReply.write(ctx, HttpStatus.OK, page, PageRules.ofPictures(false, part.pictures(), List.of()));
    }
}
