package dev.seckill.api.sale;

import dev.seckill.model.SaleId;
import dev.seckill.model.event.HoldRules;
import dev.seckill.model.event.SaleDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the fields of {@code {c}:sale} say of a sale's definition. None of them has to be there: a bare counter is a sale.
 *
 * @param name what buyers read, or null: the sale's id
 * @param item what a unit is
 * @param opensAt when it opens, or null: it is open already
 * @param closesAt when it closes, or null: it does not
 * @param perBuyer units that one buyer may have, or 0 for no limit
 * @param perOrder units that one order may have
 * @param holds what becomes of an order between its acceptance and its end
 * @param picture where its picture is, or null for none
 */
public record StoredDefinition(
        String name,
        String item,
        Instant opensAt,
        Instant closesAt,
        long perBuyer,
        int perOrder,
        HoldRules holds,
        String picture) {

    private static final String ITEM = "car";
    private static final String NO_LIMIT_PER_BUYER = "0";
    private static final String NO_LIMIT_PER_ORDER = Integer.toString(SaleDefinition.UNITS_MAX);

    /** @throws IllegalArgumentException if they make no definition, whatever the sale */
    public StoredDefinition {
        new SaleDefinition(name == null ? ITEM : name, item, opensAt, closesAt, perBuyer, perOrder, holds, picture);
    }

    /**
     * Reads the fields.
     *
     * @throws IllegalArgumentException if a value is not what its field holds
     */
    static StoredDefinition parse(Map<String, String> fields) {
        return new StoredDefinition(
                fields.get("name"),
                fields.getOrDefault("item", ITEM),
                StoredText.instant("opensAt", fields.get("opensAt")),
                StoredText.instant("closesAt", fields.get("closesAt")),
                StoredText.number(
                        "perBuyer", fields.getOrDefault("perBuyer", NO_LIMIT_PER_BUYER), SaleDefinition.UNITS_MAX),
                (int) StoredText.number(
                        "perOrder", fields.getOrDefault("perOrder", NO_LIMIT_PER_ORDER), SaleDefinition.UNITS_MAX),
                new HoldRules(
                        seconds(fields.getOrDefault("holdFor", "0")),
                        seconds(fields.getOrDefault("holdMax", fields.getOrDefault("holdFor", "0"))),
                        "true".equals(fields.get("cancellable"))),
                emptyAsNull(fields.get("picture")));
    }

    private static String emptyAsNull(String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static Duration seconds(String text) {
        return Duration.ofSeconds(StoredText.number("hold", text, HoldRules.LONGEST.toSeconds()));
    }

    /** The definition of the sale that has the fields. */
    public SaleDefinition of(SaleId sale) {
        return named(name == null ? sale.value() : name);
    }

    private SaleDefinition named(String saleName) {
        return new SaleDefinition(saleName, item, opensAt, closesAt, perBuyer, perOrder, holds, picture);
    }

    /** The fields that hold it; a name that is the sale's id has none. */
    public Map<String, String> fields() {
        Map<String, String> fields = fieldsOf(named(name == null ? ITEM : name));
        if (name == null) {
            fields.remove("name");
        }
        return fields;
    }

    /** The fields that hold a definition, all of them; an empty time or picture is none. */
    public static Map<String, String> fieldsOf(SaleDefinition definition) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("name", definition.name());
        fields.put("item", definition.item());
        fields.put("opensAt", text(definition.opensAt()));
        fields.put("closesAt", text(definition.closesAt()));
        fields.put("perBuyer", Long.toString(definition.perBuyer()));
        fields.put("perOrder", Integer.toString(definition.perOrder()));
        fields.put("holdFor", Long.toString(definition.holds().holdFor().toSeconds()));
        fields.put("holdMax", Long.toString(definition.holds().holdMax().toSeconds()));
        fields.put("cancellable", Boolean.toString(definition.holds().cancellable()));
        fields.put("picture", definition.picture() == null ? "" : definition.picture());
        return fields;
    }

    private static String text(Instant time) {
        return time == null ? "" : time.toString();
    }
}
