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
        all.answered(decision);
        ended(decision.outcome());
        if (decision.outcome() == Outcome.ACCEPTED && counter != null) {
            counter.accepted(decision.entry().order().decidedAt());
        }
    }

    @Override
    public void answered(Outcome outcome) {
        all.answered(outcome);
        ended(outcome);
    }

    private void ended(Outcome outcome) {
        long tookNanos = System.nanoTime() - sinceNanos;
        all.took(outcome, tookNanos);
        if (outcome != Outcome.UNKNOWN_SALE || isReceived) {
            count(Counted.of(outcome), tookNanos);
        }
    }

    private void endedUndecided(Counted how) {
        long tookNanos = System.nanoTime() - sinceNanos;
        all.took(null, tookNanos);
        count(how, tookNanos);
    }

    @Override
    public void refusedAsInvalid() {
        all.refusedAsInvalid();
        endedUndecided(Counted.INVALID);
    }

    @Override
    public void refusedAsUnauthorized() {
        all.refusedAsUnauthorized();
        endedUndecided(Counted.UNAUTHORIZED);
    }

    @Override
    public void refusedAsTooMany() {
        all.refusedAsTooMany();
        endedUndecided(Counted.TOO_MANY_REQUESTS);
    }

    @Override
    public void failedToAnswer() {
        all.failedToAnswer();
        endedUndecided(Counted.FAILED);
    }

    private void count(Counted how, long tookNanos) {
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
        counter.answered(how, tookNanos);
    }
}
