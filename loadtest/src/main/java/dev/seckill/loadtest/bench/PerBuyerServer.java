package dev.seckill.loadtest.bench;

import java.util.function.UnaryOperator;

/**
 * What the API would be without combining: the same server, rules, outbox and order log, but a transaction for each buyer
 * on one of many connections, as a program does that takes one from a pool for each request. Buyers who meet on the
 * counter lose their race and try again.
 */
final class PerBuyerServer {

    private PerBuyerServer() {}

    /** Takes the options of {@code seckill-api.jar}, {@code --batch-max 1} among them; runs until it is killed. */
    public static void main(String[] args) {
        ApiVariant.run(args, 0, UnaryOperator.identity());
    }
}
