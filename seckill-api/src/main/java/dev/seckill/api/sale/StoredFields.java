package dev.seckill.api.sale;

import dev.seckill.model.BuyerId;
import dev.seckill.model.IdempotencyKey;
import java.util.ArrayList;
import java.util.List;

/**
 * Names the fields in which a sale remembers keys and buyers. A buyer's field has the buyer's id as it is: ids that differ
 * in case, in blanks or in how a letter is composed are different buyers.
 */
public final class StoredFields {

    private static final String BUYER = "buyer:";

    private StoredFields() {}

    /** The fields of {@code {c}:orders} that bear on a batch, in arrival order, without repeats; often none. */
    public static List<String> keysOf(List<? extends Request> requests) {
        List<String> fields = new ArrayList<>();
        for (Request request : requests) {
            if (request.key() != null) {
                fields.add(keyOf(request));
            }
        }
        return distinct(fields);
    }

    /** The same of {@code {c}:buyers}. */
    public static List<String> buyersOf(List<? extends Request> requests) {
        List<String> fields = new ArrayList<>();
        for (Request request : requests) {
            if (request instanceof Purchase purchase && purchase.buyer() != null) {
                fields.add(of(purchase.buyer()));
            }
        }
        return distinct(fields);
    }

    /** The same of {@code {c}:states}: the ids of orders that shall change. */
    public static List<String> ordersOf(List<? extends Request> requests) {
        List<String> fields = new ArrayList<>();
        for (Request request : requests) {
            if (request instanceof OrderChange change) {
                fields.add(change.order().toString());
            }
        }
        return distinct(fields);
    }

    private static List<String> distinct(List<String> fields) {
        return fields.size() < 2 ? fields : fields.stream().distinct().toList();
    }

    private static String keyOf(Request request) {
        return request instanceof Purchase ? ofPurchase(request.key()) : ofChange(request.key());
    }

    /** The field of a purchase's key; it holds the order's outbox entry. */
    public static String ofPurchase(IdempotencyKey key) {
        return "key:" + key.value();
    }

    /** The field of the key of an operator's change; it holds the outbox entry of the event that the change made. */
    public static String ofChange(IdempotencyKey key) {
        return "admin:" + key.value();
    }

    /** The field of a buyer; it holds the units that the buyer has. */
    public static String of(BuyerId buyer) {
        return BUYER + buyer.value();
    }

    public static boolean isOfBuyer(String field) {
        return field.startsWith(BUYER);
    }
}
