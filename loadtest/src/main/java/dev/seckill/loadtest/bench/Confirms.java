package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.Target.Demand.AT_LEAST;
import static dev.seckill.loadtest.bench.Target.Demand.REPORTED;

import dev.seckill.model.SaleId;
import java.time.Duration;
import java.util.List;

/** Held orders that are confirmed, each once, against the purchases that made them. */
final class Confirms implements BenchCase {

    private static final int CALLERS = 256;
    private static final int TURNS = 2;
    /** So many times as long as it is measured orders are made before they are confirmed, which may be quicker. */
    private static final int MORE = 2;

    private static final int MOST = 16;

    private static final String ACCEPTED = "accepted, to be confirmed";
    private static final String CONFIRMED = "confirmed";

    private final Lab lab;
    private final HoldingApi api;

    Confirms(Lab lab, HoldingApi api) {
        this.lab = lab;
        this.api = api;
    }

    @Override
    public void round(int round) throws InterruptedException {
        if (round == 0) {
            lab.warm(lab.load().of(List.of(api.put(Duration.ZERO))), api.process);
            SaleId sale = api.put(HoldingApi.LONG);
            buy(sale, 1);
            confirm(sale, heldOrders(sale)); // a path of its own
        }
        for (int turn = 0; turn < TURNS; turn++) {
            SaleId sale = api.put(HoldingApi.LONG);
            ProcessorTime ofBuyers = ProcessorTime.of(lab, api.process);
            Sample accepted = buy(sale, 1);
            ofBuyers.note(lab, ACCEPTED, accepted);
            lab.note(ACCEPTED, accepted);
            measureConfirmations(sale);
        }
    }

    /** Again with more orders if there were not enough: whatever is confirmed a second time changes nothing. */
    private void measureConfirmations(SaleId sale) throws InterruptedException {
        for (int more = MORE; more <= MOST; more *= 2) {
            buy(sale, more);
            List<String> orders = heldOrders(sale);
            ProcessorTime ofShop = ProcessorTime.of(lab, api.process);
            Sample confirmed = confirm(sale, orders);
            if (confirmed.allRequests() <= orders.size()) {
                ofShop.note(lab, CONFIRMED, confirmed);
                lab.note(CONFIRMED, confirmed);
                return;
            }
        }
        throw new IllegalStateException("bench - held orders cannot be made as fast as they are confirmed");
    }

    private List<String> heldOrders(SaleId sale) throws InterruptedException {
        lab.system().sales().awaitDelivered(List.of(sale));
        return lab.system().sales().heldOrders(sale);
    }

    private Sample buy(SaleId sale, int times) {
        return lab.load()
                .of(List.of(sale))
                .closed(CALLERS, lab.options().spanOfLoad().multipliedBy(times), api.process.port());
    }

    private Sample confirm(SaleId sale, List<String> orders) throws InterruptedException {
        Sample sample = lab.load()
                .confirming(new Confirmations(sale, orders, api.token()))
                .closed(CALLERS, lab.options().spanOfLoad(), api.process.port());
        lab.system().sales().awaitDelivered(List.of(sale));
        return sample;
    }

    @Override
    public List<Target> targets() {
        return List.of(
                new Target(
                        "confirms/s ÷ accepted/s",
                        AT_LEAST,
                        1,
                        lab.figures()
                                .of(CONFIRMED + " per second")
                                .over(lab.figures().of(ACCEPTED + " per second"))),
                new Target(
                        "processor time of a confirmation ÷ of an order",
                        REPORTED,
                        0,
                        ProcessorTime.of(lab.figures(), CONFIRMED).over(ProcessorTime.of(lab.figures(), ACCEPTED))));
    }
}
