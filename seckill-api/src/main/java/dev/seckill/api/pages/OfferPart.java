package dev.seckill.api.pages;

import dev.seckill.api.sale.SaleSeen;
import dev.seckill.model.SaleId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A part of the sales on offer.
 *
 * @param shown those that are, as a template names them
 * @param next the id behind which the next part begins; null if this is the last one
 */
public record OfferPart(List<Map<String, Object>> shown, String next) {

    /** So many sales are looked at for a part: some of them may be over. */
    public static final int LOOKS_MAX = 50;

    /** So many are shown at most. */
    static final int SHOWN_MAX = 20;

    /**
     * The part that these looks make.
     *
     * @param ids in their order, one more than were looked at if there are more
     * @param seen what each is like; null where that is not known
     */
    public static OfferPart of(List<SaleId> ids, List<SaleSeen> seen) {
        List<Map<String, Object>> shown = new ArrayList<>();
        int at = 0;
        while (at < seen.size() && shown.size() < SHOWN_MAX) {
            if (isOnOffer(seen.get(at))) {
                shown.add(SaleOnPage.of(ids.get(at), seen.get(at)));
            }
            at++;
        }
        return new OfferPart(shown, at < ids.size() ? ids.get(at - 1).value() : null);
    }

    private static boolean isOnOffer(SaleSeen seen) {
        return seen != null && seen.status() != SaleSeen.Status.CLOSED;
    }

    /** Where its pictures are; null among them for sales without one. */
    public List<String> pictures() {
        return shown.stream().map(sale -> (String) sale.get("picture")).toList();
    }

    /** What the template is about. */
    public Map<String, Object> names() {
        Map<String, Object> names = new HashMap<>();
        names.put("sales", shown);
        names.put("next", next);
        return names;
    }
}
