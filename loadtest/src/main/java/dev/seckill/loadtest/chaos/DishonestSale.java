package dev.seckill.loadtest.chaos;

import dev.seckill.loadtest.proof.SaleProofs;
import dev.seckill.loadtest.proof.StandAloneVerifier;
import dev.seckill.loadtest.shop.Operator;
import dev.seckill.loadtest.shop.SalePlan;
import dev.seckill.loadtest.shop.SaleRequests;
import dev.seckill.loadtest.shop.ShopReply;
import dev.seckill.loadtest.witness.BuyerOutcome;
import dev.seckill.model.SaleId;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.text.Checkpoint;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;

/** A small sale that sells as an honest one does. Its buyers get their receipts at once, whatever the shop does later. */
final class DishonestSale {

    /** Buyers, each with an order. */
    static final int ORDERS = 12;

    private static final Duration REPLY_WAIT = Duration.ofSeconds(5);

    private final ChaosSystem system;
    private final SaleId sale;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(REPLY_WAIT)
            .build();

    DishonestSale(ChaosSystem system, SaleId sale) {
        this.system = system;
        this.sale = sale;
    }

    SaleId id() {
        return sale;
    }

    /** Opens it; returns when something of it is signed. */
    void open() throws InterruptedException {
        operator().define(new SalePlan("Chaos " + sale, 2L * ORDERS, null, 0));
        awaitSigned(1);
    }

    void close() throws InterruptedException {
        operator().close();
    }

    private Operator operator() {
        return new Operator(http, system.apiUrls(), ChaosSystem.ADMIN, sale, REPLY_WAIT, Waits.CHANGE);
    }

    /**
     * Sells.
     *
     * @param receipts where the buyers keep them
     * @return the receipts of all buyers, each under the number that it promises
     */
    SortedMap<Long, Path> sell(StandAloneVerifier verifier, Path receipts) throws IOException, InterruptedException {
        List<String> orders = new ArrayList<>();
        for (int buyer = 1; buyer <= ORDERS; buyer++) {
            orders.add(order("buyer-" + buyer));
        }
        SortedMap<Long, Path> promised = new SaleProofs(system.apiUrls(), sale, verifier, receipts).promises(orders);
        if (promised.size() < ORDERS) {
            throw new IncidentException(
                    "only " + promised.size() + " of " + ORDERS + " receipts of sale " + sale + " came");
        }
        return promised;
    }

    private String order(String buyer) throws InterruptedException {
        SaleRequests requests = new SaleRequests(sale, REPLY_WAIT);
        ShopReply[] last = new ShopReply[1];
        Waits.await(buyer + " gets an order of sale " + sale, Waits.SERVICE, "see the API's log", () -> {
            last[0] = send(requests, buyer);
            return last[0].outcome() == BuyerOutcome.ACCEPTED;
        });
        return last[0].orderId();
    }

    private ShopReply send(SaleRequests requests, String buyer) throws InterruptedException {
        try {
            return ShopReply.of(
                    http.send(requests.order(system.apiUrls().get(0), buyer, null, 1, buyer), BodyHandlers.ofString()));
        } catch (IOException noReply) {
            return ShopReply.none(noReply);
        }
    }

    /** Waits until strangers see a tree of so many events at least. */
    void awaitSigned(long events) throws InterruptedException {
        Waits.await(events + " events of sale " + sale + " are signed", Waits.SIGNED, sale, () -> signed() >= events);
    }

    /** Waits until strangers see that nothing more will come. */
    void awaitFinal() throws InterruptedException {
        Waits.await("the final certificate of sale " + sale, Waits.SIGNED, sale, this::isFinal);
    }

    private boolean isFinal() {
        try {
            return Files.readString(filesIn(system.proofs()).resolve("certificate"))
                    .contains("\nstate final\n");
        } catch (IOException none) {
            return false;
        }
    }

    private long signed() {
        try {
            Path checkpoint = filesIn(system.proofs()).resolve("checkpoint");
            return Checkpoint.parse(Note.parse(Files.readAllBytes(checkpoint))).size();
        } catch (IOException none) {
            return 0;
        }
    }

    /** What is signed of it below a directory; it was begun once, so that is one folder. */
    Path filesIn(Path proofs) throws IOException {
        try (Stream<Path> births = Files.list(proofs.resolve(sale.value()))) {
            return births.findFirst().orElseThrow(() -> new IOException("nothing of " + sale + " in " + proofs));
        }
    }
}
