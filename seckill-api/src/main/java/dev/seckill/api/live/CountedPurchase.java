package dev.seckill.api.live;

import dev.seckill.api.metrics.RequestCounts;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.Outcome;
import dev.seckill.model.SaleId;

/** One purchase under way. */
final class CountedPurchase implements RequestCounts {

    private final CountedSales sales;
    private final RequestCounts all;
    private final SaleId sale;
    private final long sinceNanos;
    /** Null while it is not known that there is such a sale. */
    private SaleCounter counter;

    private boolean isReceived;

    /** @param counter the sale's, null if it has none yet */
    CountedPurchase(CountedSales sales, RequestCounts all, SaleId sale, SaleCounter counter, long sinceNanos) {
        this.sales = sales;
        this.all = all;
        this.sale = sale;
        this.counter = counter;
        this.sinceNanos = sinceNanos;
    }

    @Override
    public void received() {
        all.received();
        if (counter != null) {
            isReceived = true;
            counter.count(Counted.RECEIVED);
        }
    }

    @Override
    public void answered(Decision decision) {
        answered(decision.outcome());
        if (decision.outcome() == Outcome.ACCEPTED && counter != null) {
            counter.accepted(decision.entry().order().decidedAt());
        }
    }

    @Override
    public void answered(Outcome outcome) {
        all.answered(outcome);
        if (outcome != Outcome.UNKNOWN_SALE || isReceived) {
            count(Counted.of(outcome));
        }
    }

    @Override
    public void refusedAsInvalid() {
        all.refusedAsInvalid();
        count(Counted.INVALID);
    }

    @Override
    public void refusedAsUnauthorized() {
        all.refusedAsUnauthorized();
        count(Counted.UNAUTHORIZED);
    }

    @Override
    public void refusedAsTooMany() {
        all.refusedAsTooMany();
        count(Counted.TOO_MANY_REQUESTS);
    }

    @Override
    public void failedToAnswer() {
        all.failedToAnswer();
        count(Counted.FAILED);
    }

    private void count(Counted how) {
        if (counter == null) {
            counter = sales.counter(sale, how);
        }
        if (counter == null) {
            return;
        }
        if (!isReceived) {
            isReceived = true;
            counter.count(Counted.RECEIVED);
        }
        counter.answered(how, System.nanoTime() - sinceNanos);
    }
}
