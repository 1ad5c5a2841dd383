package dev.seckill.loadtest.chaos;

import dev.seckill.loadtest.SaleStores;
import dev.seckill.model.SaleId;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** One of the sales of a run, with all that the run has of it. */
final class Stall implements AutoCloseable {

    private final SaleStores stores;
    private final Till till;
    private final Supply supply;
    private final SaleWatch watch;
    /** Null if its orders are sold at once. */
    private final HoldWatch holds;

    Stall(SaleStores stores, Till till, Supply supply, SaleWatch watch, HoldWatch holds) {
        this.stores = stores;
        this.till = till;
        this.supply = supply;
        this.watch = watch;
        this.holds = holds;
    }

    SaleId sale() {
        return stores.sale();
    }

    SaleStores stores() {
        return stores;
    }

    Till till() {
        return till;
    }

    Supply supply() {
        return supply;
    }

    SaleWatch watch() {
        return watch;
    }

    Notebook notebook() {
        return watch.notebook();
    }

    /** Lets somebody pay for its orders, if they are held until then. */
    Optional<Payer> beginPaying(List<URI> apis, Random random) {
        return holds == null ? Optional.empty() : Optional.of(holds.beginPaying(apis, notebook(), random));
    }

    /**
     * Waits until everything decided is stored and nothing is held any more.
     *
     * @param eachLook run before each look
     * @param incidents gets one for each thing that does not come true within its bound
     */
    void awaitQuiet(Runnable eachLook, List<String> incidents) throws InterruptedException {
        if (holds != null) {
            holds.awaitRunOut(incidents);
        }
        watch.awaitQuiet(eachLook, incidents);
        if (holds != null) {
            holds.awaitTold(incidents);
        }
    }

    /** What the witness says of it. */
    SaleReckoning judge(ChaosEvidence.Odd odd, List<String> incidents) {
        return new SaleReckoning(
                sale().value(),
                ChaosWitness.judge(watch.evidence(
                        supply.offered(),
                        supply.restocks(),
                        holds == null ? HeldOrders.NONE : holds.evidence(),
                        odd,
                        incidents)));
    }

    @Override
    public void close() {
        watch.close();
    }
}
