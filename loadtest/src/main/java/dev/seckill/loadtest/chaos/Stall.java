package dev.seckill.loadtest.chaos;

import dev.seckill.loadtest.SaleStores;
import dev.seckill.model.SaleId;
import java.util.List;

/** One of the sales of a run, with all that the run has of it. */
final class Stall implements AutoCloseable {

    private final SaleStores stores;
    private final Till till;
    private final Supply supply;
    private final SaleWatch watch;

    Stall(SaleStores stores, Till till, Supply supply, SaleWatch watch) {
        this.stores = stores;
        this.till = till;
        this.supply = supply;
        this.watch = watch;
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

    /** What the witness says of it. */
    SaleReckoning judge(ChaosEvidence.Odd odd, List<String> incidents) {
        return new SaleReckoning(
                sale().value(),
                ChaosWitness.judge(watch.evidence(supply.offered(), supply.restocks(), odd, incidents)));
    }

    @Override
    public void close() {
        watch.close();
    }
}
