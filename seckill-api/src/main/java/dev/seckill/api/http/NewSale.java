package dev.seckill.api.http;

import dev.seckill.api.sale.SaleChange;
import dev.seckill.model.event.HoldRules;
import dev.seckill.model.event.PictureAddress;
import dev.seckill.model.event.SaleDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * What a PUT of a sale says.
 *
 * @param allotment units offered in all
 * @param definition the rest
 */
record NewSale(long allotment, SaleDefinition definition) {

    private static final Set<String> FIELDS = Set.of(
            "name",
            "item",
            "picture",
            "allotment",
            "opensAt",
            "closesAt",
            "perBuyer",
            "perOrder",
            "holdFor",
            "holdMax",
            "cancellable");
    private static final long HOLD_MAX = HoldRules.LONGEST.toSeconds();

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
        return new NewSale(
                allotment,
                new SaleDefinition(
                        name, item, opensAt, closesAt, perBuyer, (int) perOrder, holds(json), picture(json)));
    }

    private static String picture(JsonBody json) {
        String picture = json.textOrNull("picture");
        if (picture != null && !PictureAddress.is(picture)) {
            throw new InvalidRequest("picture", "This must be " + PictureAddress.RULE + ", or null.");
        }
        return picture;
    }

    private static HoldRules holds(JsonBody json) {
        long holdFor = json.whole("holdFor", 0, HOLD_MAX, 0);
        long holdMax = json.whole("holdMax", 0, HOLD_MAX, holdFor);
        if (holdMax < holdFor || holdFor == 0 && holdMax > 0) {
            throw new InvalidRequest("holdMax", "This must be at least holdFor, and 0 without one.");
        }
        return new HoldRules(Duration.ofSeconds(holdFor), Duration.ofSeconds(holdMax), json.flag("cancellable"));
    }

    /** The change that it asks for. */
    SaleChange by(String name) {
        return new SaleChange.Define(name, allotment, definition);
    }
}
