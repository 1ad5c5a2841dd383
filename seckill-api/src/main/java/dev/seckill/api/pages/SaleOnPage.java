package dev.seckill.api.pages;

import dev.seckill.api.sale.SaleSeen;
import dev.seckill.model.SaleId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** A sale as templates name it. */
public final class SaleOnPage {

    /** One order may have more; the choice in a form ends here. */
    private static final int CHOICE_MAX = 10;

    /** Below so many units, or below this part of all of them, only few are left. */
    private static final int FEW = 10;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private SaleOnPage() {}

    /** What a page may say of it; a new map, to which more can be added. */
    public static Map<String, Object> of(SaleId sale, SaleSeen seen) {
        Map<String, Object> about = new HashMap<>();
        about.put("sale", sale.value());
        about.put("name", seen.definition().name());
        about.put("item", seen.definition().item());
        about.put("picture", seen.definition().picture());
        about.put("state", seen.status().name().toLowerCase(Locale.ROOT));
        about.put("isOpen", seen.status() == SaleSeen.Status.OPEN);
        about.put("isScheduled", seen.status() == SaleSeen.Status.SCHEDULED);
        about.put("left", Long.toString(seen.left()));
        about.put("isFew", isFew(seen));
        about.put("moreThan", Long.toString(moreThan(seen.left())));
        about.put("allotment", Long.toString(seen.allotment()));
        about.put("opensAt", time(seen.definition().opensAt()));
        about.put("closesAt", time(seen.definition().closesAt()));
        about.put("serverTime", seen.at().toString());
        about.put("perBuyer", seen.definition().perBuyer());
        about.put("perOrder", seen.definition().perOrder());
        about.put("hasChoice", seen.definition().perOrder() > 1);
        about.put("quantities", quantities(seen, 1));
        return about;
    }

    private static boolean isFew(SaleSeen seen) {
        return seen.left() <= FEW || seen.left() * FEW <= seen.allotment();
    }

    /** A round number below it: its first digit and zeros. */
    static long moreThan(long left) {
        long below = Math.max(0, left - 1);
        long unit = 1;
        while (below / unit >= 10) {
            unit *= 10;
        }
        return below / unit * unit;
    }

    /** For machines and for people; null if there is none. */
    public static Map<String, Object> time(Instant time) {
        return time == null ? null : Map.of("iso", time.toString(), "text", TIME.format(time));
    }

    /** What the form offers, of which one is chosen. */
    public static List<Map<String, Object>> quantities(SaleSeen seen, int chosen) {
        return IntStream.rangeClosed(1, Math.min(seen.definition().perOrder(), CHOICE_MAX))
                .mapToObj(units -> Map.<String, Object>of("units", units, "isChosen", units == chosen))
                .toList();
    }
}
