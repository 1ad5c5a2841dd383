package dev.seckill.api.sale;

import dev.seckill.model.BuyerId;
import dev.seckill.model.IdempotencyKey;
import dev.seckill.model.event.SaleDefinition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Makes the requests of a random history. Few keys and buyers, so that they come again. */
final class RandomRequests {

    private static final String OPERATOR = "operator";

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
                        1 + random.nextInt(4)));
    }

    /** A batch of all kinds, or of anonymous purchases alone: only those are decided upon a look ahead. */
    static List<? extends Request> batch(SaleStep step) {
        Random random = new Random(step.seed());
        if (random.nextInt(3) == 0) {
            return anonymous(step.number());
        }
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < step.number(); i++) {
            requests.add(request(random));
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
