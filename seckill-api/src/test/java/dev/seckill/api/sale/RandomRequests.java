package dev.seckill.api.sale;

import dev.seckill.model.BuyerId;
import dev.seckill.model.IdempotencyKey;
import dev.seckill.model.OrderId;
import dev.seckill.model.event.HoldRules;
import dev.seckill.model.event.SaleDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Makes the requests of a random history. Few keys and buyers, so that they come again. */
final class RandomRequests {

    private static final String OPERATOR = "operator";

    /** Orders that something is asked of. */
    private static final int NEWEST = 6;

    private RandomRequests() {}

    static List<Purchase> anonymous(int count) {
        return Collections.nCopies(count, Purchase.ANONYMOUS);
    }

    /** The same number is the same purchase again. */
    static Purchase keyed(int number) {
        return new Purchase(
                new IdempotencyKey("key-" + number), number % 2 == 0 ? buyer(number) : null, 1 + number % 3 / 2);
    }

    static BuyerId buyer(int number) {
        return new BuyerId("buyer-" + number % 3);
    }

    /** The same number is the same change again. */
    static SaleChange restock(int number) {
        return new SaleChange.Restock(OPERATOR, new IdempotencyKey("key-" + number), number % 5 < 3 ? number : -number);
    }

    static SaleChange pause() {
        return new SaleChange.Pause(OPERATOR);
    }

    static SaleChange resume() {
        return new SaleChange.Resume(OPERATOR);
    }

    static SaleChange close() {
        return new SaleChange.Close(OPERATOR);
    }

    static SaleChange define(Random random) {
        return new SaleChange.Define(
                OPERATOR,
                8 + random.nextInt(20),
                new SaleDefinition(
                        "Größe " + random.nextInt(3),
                        random.nextBoolean() ? "car" : "pair of shoes",
                        null,
                        null,
                        random.nextInt(5),
                        1 + random.nextInt(4),
                        holds(random)));
    }

    /** Mostly for so short that something runs out before a history ends. */
    private static HoldRules holds(Random random) {
        long holdFor = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(8);
        long holdMax = holdFor == 0 ? 0 : holdFor + random.nextInt(8);
        return new HoldRules(Duration.ofSeconds(holdFor), Duration.ofSeconds(holdMax), random.nextBoolean());
    }

    /** Something is asked of one of the newest orders. */
    static Request change(Random random, List<OrderId> orders, Instant now) {
        if (orders.isEmpty()) {
            return new Look();
        }
        OrderId order = orders.get(orders.size() - 1 - random.nextInt(Math.min(orders.size(), NEWEST)));
        BuyerId buyer = random.nextInt(3) == 0 ? buyer(random.nextInt(3)) : null;
        return switch (random.nextInt(7)) {
            case 0, 1, 2 -> new OrderChange.Confirm(order, OPERATOR);
            case 3 -> new OrderChange.Extend(order, OPERATOR, null, buyer);
            case 4 -> new OrderChange.Extend(order, OPERATOR, now.plusSeconds(1 + random.nextInt(9)), buyer);
            default -> new OrderChange.Cancel(order, OPERATOR, buyer);
        };
    }

    /** A batch of all kinds, or of anonymous purchases alone: only those are decided upon a look ahead. */
    static List<? extends Request> batch(SaleStep step, List<OrderId> orders, Instant now) {
        Random random = new Random(step.seed());
        if (random.nextInt(8) == 0) {
            return List.of(); // a look, which releases what is due
        }
        if (random.nextInt(3) == 0) {
            return anonymous(step.number());
        }
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < step.number(); i++) {
            requests.add(random.nextInt(3) == 0 ? change(random, orders, now) : request(random));
        }
        return requests;
    }

    private static Request request(Random random) {
        int number = 1 + random.nextInt(5);
        return switch (random.nextInt(14)) {
            case 0, 1, 2 -> Purchase.ANONYMOUS;
            case 3 -> new Purchase(null, null, number);
            case 4, 5, 6 -> new Purchase(null, buyer(number), 1 + random.nextInt(3));
            case 7, 8 -> keyed(number);
            case 9 -> restock(number);
            case 10 -> new SaleChange.Restock(OPERATOR, null, random.nextBoolean() ? number : -number);
            case 11 -> random.nextBoolean() ? pause() : resume();
            case 12 -> resume();
            default -> random.nextBoolean() ? define(random) : new Look();
        };
    }
}
