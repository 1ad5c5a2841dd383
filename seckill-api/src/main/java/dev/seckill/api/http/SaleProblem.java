package dev.seckill.api.http;

import dev.seckill.api.decide.SaleView;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.OrderRecord;
import dev.seckill.api.sale.SaleSeen;
import dev.seckill.api.sale.SaleState;

/** Which problem tells of a decision that gave nothing. */
final class SaleProblem {

    private SaleProblem() {}

    /**
     * The problem.
     *
     * @param view what is known of the sale
     * @throws IllegalArgumentException if the decision is no refusal
     */
    static ProblemReply of(Decision decision, SaleView view) {
        String detail = decision.detail();
        return switch (decision.outcome()) {
            case UNKNOWN_SALE ->
                isInTrouble(view)
                        ? ProblemType.UNAVAILABLE.reply(detail)
                        : ProblemType.UNKNOWN_SALE.reply("There is no such sale here.");
            case NOT_OPEN -> notOpen(decision);
            case SOLD_OUT -> ProblemType.SOLD_OUT.reply("Nothing is left.");
            case NOT_ENOUGH ->
                ProblemType.NOT_ENOUGH
                        .reply(detail)
                        .with("left", decision.seen().left());
            case LIMIT_REACHED -> ProblemType.LIMIT_REACHED.reply(detail);
            case KEY_REUSED -> ProblemType.KEY_REUSED.reply(detail);
            case REFUSED -> refused(decision);
            case UNKNOWN_ORDER -> ProblemType.UNKNOWN_ORDER.reply("There is no such order here.");
            case LATE -> withState(ProblemType.LATE.reply(detail), decision.order());
            case OVERLOADED -> ProblemType.OVERLOADED.reply(detail);
            case REPLAYED, ACCEPTED, CHANGED, UNCHANGED, SEEN ->
                throw new IllegalArgumentException("no refusal: " + decision.outcome());
        };
    }

    /** Then it may well exist, but what is stored of it cannot be used. One that is not there is soon forgotten. */
    private static boolean isInTrouble(SaleView view) {
        return view.isLookedAt() && (view.trouble() != null || view.left() != null);
    }

    private static ProblemReply notOpen(Decision decision) {
        SaleSeen seen = decision.seen();
        if (seen == null || isHalted(decision)) {
            return ProblemType.UNAVAILABLE.reply(decision.detail());
        }
        return ProblemType.NOT_OPEN
                .reply(decision.detail())
                .with("opensAt", SaleJson.time(seen.definition().opensAt()))
                .with("serverTime", SaleJson.time(seen.at()));
    }

    private static ProblemReply refused(Decision decision) {
        if (isHalted(decision)) {
            return ProblemType.UNAVAILABLE.reply(decision.detail());
        }
        return decision.order() == null
                ? ProblemType.CHANGE_REFUSED.reply(decision.detail())
                : withState(ProblemType.ORDER_REFUSED.reply(decision.detail()), decision.order());
    }

    private static ProblemReply withState(ProblemReply problem, OrderRecord order) {
        return problem.with("state", order.state().name()).with("at", SaleJson.time(order.at()));
    }

    private static boolean isHalted(Decision decision) {
        return decision.seen() != null && decision.seen().phase() == SaleState.Phase.HALTED;
    }
}
