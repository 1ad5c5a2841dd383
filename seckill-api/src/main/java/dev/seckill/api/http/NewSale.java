package dev.seckill.api.http;

import dev.seckill.api.sale.SaleChange;
import dev.seckill.model.event.SaleDefinition;
import java.time.Instant;
import java.util.Set;

/**
 * What a PUT of a sale says.
 *
 * @param allotment units offered in all
 * @param definition the rest
 */
record NewSale(long allotment, SaleDefinition definition) {

    private static final Set<String> FIELDS =
            Set.of("name", "item", "allotment", "opensAt", "closesAt", "perBuyer", "perOrder");

    /** @throws InvalidRequest if the body is anything else */
    static NewSale parse(byte[] body) {
        JsonBody json = JsonBody.parse(body, FIELDS);
        String name = json.text("name", SaleDefinition.NAME_LENGTH_MAX);
        String item = json.text("item", SaleDefinition.ITEM_LENGTH_MAX);
        long allotment = json.whole("allotment", 0, SaleDefinition.UNITS_MAX);
        Instant opensAt = json.time("opensAt");
        Instant closesAt = json.time("closesAt");
        long perBuyer = json.whole("perBuyer", 0, SaleDefinition.UNITS_MAX, 0);
        long perOrder = json.whole("perOrder", 1, SaleDefinition.UNITS_MAX, SaleDefinition.UNITS_MAX);
        if (opensAt != null && closesAt != null && !closesAt.isAfter(opensAt)) {
            throw new InvalidRequest("closesAt", "This must be after opensAt.");
        }
        return new NewSale(allotment, new SaleDefinition(name, item, opensAt, closesAt, perBuyer, (int) perOrder));
    }

    /** The change that it asks for. */
    SaleChange by(String name) {
        return new SaleChange.Define(name, allotment, definition);
    }
}
