package dev.seckill.loadtest.chaos;

import dev.seckill.loadtest.SaleStores;
import dev.seckill.loadtest.shop.Operator;
import dev.seckill.model.SaleId;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The sales of a run: the default one, of the model case and supplied by hand, and two that an operator has planned. */
final class Stalls implements AutoCloseable {

    /** The planned ones. */
    static final List<SaleId> PLANNED = List.of(new SaleId("chaos-autumn"), new SaleId("chaos-winter"));

    /** Whose orders are held until somebody pays for them. */
    private static final SaleId HOLDING = PLANNED.get(1);

    private static final Duration HOLD_FOR = Duration.ofSeconds(2);
    private static final Duration CHANGE_REPLY_WAIT = Duration.ofSeconds(5);

    private final List<Stall> all = new ArrayList<>();

    /** @param folder for the lists of all replies */
    Stalls(ChaosSystem system, OrderLogView log, Path folder) {
        SaleStores stores = system.stores();
        all.add(new Stall(
                stores,
                new ModelTill(Buyer.REPLY_WAIT),
                new SupplyByHand(stores),
                new SaleWatch(stores, folder.resolve("replies.csv"), log),
                null));
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .build();
        PLANNED.forEach(sale -> all.add(planned(sale, system, http, log, folder)));
    }

    private static Stall planned(SaleId sale, ChaosSystem system, HttpClient http, OrderLogView log, Path folder) {
        SaleStores stores = system.stores(sale);
        boolean holds = sale.equals(HOLDING);
        Operator operator =
                new Operator(http, system.apiUrls(), ChaosSystem.ADMIN, sale, CHANGE_REPLY_WAIT, Waits.CHANGE);
        return new Stall(
                stores,
                new SalesTill(sale, Buyer.REPLY_WAIT),
                new SupplyByOperator(stores, operator, ChaosSystem.ADMIN, holds ? HOLD_FOR : Duration.ZERO),
                new SaleWatch(stores, folder.resolve("replies-" + sale + ".csv"), log),
                holds
                        ? new HoldWatch(
                                stores, http, ChaosSystem.SHOP, system.shop().inbox())
                        : null);
    }

    /** The default sale first. */
    List<Stall> all() {
        return all;
    }

    /** The default sale, which is the one that is timed. */
    Stall first() {
        return all.get(0);
    }

    /** How many replies of each kind there were so far, over all sales. */
    Map<ReplyKind, Long> counts() {
        Map<ReplyKind, Long> counts = new EnumMap<>(ReplyKind.class);
        all.forEach(stall -> stall.notebook().counts().forEach((kind, count) -> counts.merge(kind, count, Long::sum)));
        return counts;
    }

    /** Purchases that had no clear reply within their bound. */
    long unanswered() {
        return all.stream().mapToLong(stall -> stall.notebook().unanswered()).sum();
    }

    @Override
    public void close() {
        all.forEach(Stall::close);
    }
}
