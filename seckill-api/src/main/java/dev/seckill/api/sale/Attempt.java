package dev.seckill.api.sale;

import java.time.Instant;
import java.util.List;

/** How one attempt to decide a batch ended. */
public sealed interface Attempt {

    /**
     * The batch is decided and what it changed is stored.
     *
     * @param decisions one for each request, in the batch's order
     * @param others what is new in the sale's journal and belongs to no decision, in order of {@code no}, to be delivered as
     *     well
     * @param left units left afterwards, or null when the sale is unknown
     * @param open whether the sale takes purchases; a sale that does not is not sold out, whatever is left
     * @param trouble why nothing can be sold until somebody mends the sale, as a sentence; null when there is no such reason
     * @param holds whether orders are held afterwards, so that time alone changes the sale
     * @param seen what the sale is like afterwards, or null when it is unknown
     * @param overdue when the first hold ran out that could not be ended; null without any
     */
    record Decided(
            List<Decision> decisions,
            List<OutboxEntry> others,
            Long left,
            boolean open,
            String trouble,
            boolean holds,
            SaleSeen seen,
            Instant overdue)
            implements Attempt {

        /** Without what the sale is like. */
        public Decided(
                List<Decision> decisions,
                List<OutboxEntry> others,
                Long left,
                boolean open,
                String trouble,
                boolean holds) {
            this(decisions, others, left, open, trouble, holds, null, null);
        }

        /** With nothing new, of a sale that holds nothing. */
        public Decided(List<Decision> decisions, Long left, boolean open, String trouble) {
            this(decisions, List.of(), left, open, trouble, false);
        }

        /** What a plan tells that changes nothing. */
        public static Decided unchanged(BatchPlan plan) {
            SaleState state = plan.before();
            return new Decided(
                    plan.decisions(),
                    List.of(),
                    state.left(),
                    plan.open(),
                    state.trouble(),
                    state.heldOrders() > 0,
                    plan.seen(),
                    plan.overdue());
        }
    }

    /** Somebody else changed the sale in between. Nothing was decided; the same batch may be tried again. */
    record Contended() implements Attempt {}

    /** The order log is being read, which goes on in the background. Nothing was decided; the same batch is to be tried again. */
    record NotYet() implements Attempt {}

    /** It took so long to get ready that a request of the batch must not be granted any more. Nothing was decided. */
    record TooLate() implements Attempt {}
}
