package dev.seckill.api.http;

import dev.seckill.api.admission.Address;
import dev.seckill.api.admission.Caller;
import dev.seckill.api.config.LiveSettings;
import dev.seckill.api.http.jetty.OpenReply;
import dev.seckill.api.live.OverviewStreams;
import dev.seckill.api.live.PlacedSeats;
import dev.seckill.api.live.SaleStreams;
import dev.seckill.api.live.Seats;
import dev.seckill.api.live.Viewer;
import dev.seckill.api.metrics.RequestCounts;
import dev.seckill.api.sale.Look;
import dev.seckill.api.sale.Outcome;
import dev.seckill.model.SaleId;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Streams of server-sent events: of one sale for everybody, and of everything for operators and shops. A request for one is
 * counted as a look, and no thread waits for it.
 */
final class LiveRoutes implements HttpRoutes {

    private static final String EVENTS = "text/event-stream";
    private static final String SALE = "sale";

    private final SaleRequests requests;
    private final OrderAccess access;
    private final Function<Caller, Address> addresses;
    private final RequestCounts counts;
    private final LiveSettings settings;
    private final SaleStreams ofSales;
    private final OverviewStreams ofAll;

    /**
     * @param addresses where a request comes from
     * @param counts counts the looks
     */
    LiveRoutes(
            SaleRequests requests,
            OrderAccess access,
            Function<Caller, Address> addresses,
            RequestCounts counts,
            LiveSettings settings,
            SaleStreams ofSales,
            OverviewStreams ofAll) {
        this.requests = requests;
        this.access = access;
        this.addresses = addresses;
        this.counts = counts;
        this.settings = settings;
        this.ofSales = ofSales;
        this.ofAll = ofAll;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        HealthRoutes.add(routes, "/api/sales/{sale}/live", this::sale);
        if (access.hasStaff()) {
            HealthRoutes.add(routes, "/api/live", this::all);
        }
    }

    private void sale(Context ctx) {
        counts.received();
        SaleId sale;
        try {
            sale = RequestHead.sale(ctx);
        } catch (InvalidRequest e) {
            counts.refusedAsInvalid();
            throw e;
        }
        PlacedSeats seats = ofSales.seats();
        Address from = addresses.apply(new ServletCaller(ctx.req()));
        if (isSeated(ctx, seats.take(from))) {
            ctx.future(() -> requests.decide(sale, new Look())
                    .handle((reply, failure) -> {
                        if (failure != null) {
                            counts.failedToAnswer();
                            requests.problem(ctx, SaleRequests.UNDECIDED);
                            return ended();
                        }
                        counts.answered(reply.decision());
                        if (reply.decision().outcome() != Outcome.SEEN) {
                            requests.refuse(ctx, sale, reply.decision());
                            return ended();
                        }
                        Viewer viewer = viewer(ctx);
                        if (viewer == null) {
                            return ended();
                        }
                        ofSales.join(sale, reply.decision().seen(), viewer);
                        return viewer.end();
                    })
                    .thenCompose(end -> end)
                    .whenComplete((ended, failure) -> seats.leave(from)));
        }
    }

    private void all(Context ctx) {
        counts.received();
        Set<SaleId> only;
        try {
            access.staff(ctx);
            only = only(ctx);
        } catch (Unauthorized e) {
            counts.refusedAsUnauthorized();
            throw e;
        } catch (InvalidRequest e) {
            counts.refusedAsInvalid();
            throw e;
        }
        Seats seats = ofAll.seats();
        if (isSeated(ctx, seats.take())) {
            counts.answered(Outcome.SEEN);
            ctx.future(() -> {
                Viewer viewer = viewer(ctx);
                if (viewer == null) {
                    seats.leave();
                    return ended();
                }
                ofAll.join(only, viewer);
                return viewer.end().whenComplete((ended, failure) -> seats.leave());
            });
        }
    }

    /** Tells those for whom there is no room. */
    private boolean isSeated(Context ctx, boolean hasRoom) {
        if (!hasRoom) {
            counts.answered(Outcome.OVERLOADED);
            requests.problem(ctx, ProblemType.OVERLOADED.reply("Too many watch already."));
        }
        return hasRoom;
    }

    private Set<SaleId> only(Context ctx) {
        List<String> named = ctx.queryParams(SALE);
        if (named.size() > settings.salesMax()) {
            throw new InvalidRequest(SALE, "There must be at most " + settings.salesMax() + " of these.");
        }
        return named.stream()
                .map(id -> RequestHead.sale(SALE, id))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Begins the reply; null if its head is all that was asked for. */
    private static Viewer viewer(Context ctx) {
        ctx.status(200).contentType(EVENTS).header("X-Accel-Buffering", "no"); // a proxy must not wait for the end
        return ctx.method().name().equals("HEAD") ? null : new Viewer(new OpenReply(ctx.req()));
    }

    private static CompletableFuture<Void> ended() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void stop() {
        ofSales.close();
        ofAll.close();
    }
}
