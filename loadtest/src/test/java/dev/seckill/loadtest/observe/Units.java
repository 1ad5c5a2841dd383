package dev.seckill.loadtest.observe;

import java.util.Locale;

/** Figures as people read them. */
final class Units {

    private Units() {}

    /** @param unit as Grafana names it */
    static String shown(double value, String unit) {
        if (Double.isNaN(value)) {
            return "-";
        }
        return switch (unit) {
            case "s" -> value < 1 ? number(value * 1000) + " ms" : number(value) + " s";
            case "percentunit" -> number(value * 100) + " %";
            case "bytes" -> number(value / (1 << 20)) + " MiB";
            case "reqps", "ops" -> number(value) + "/s";
            default -> number(value);
        };
    }

    private static String number(double value) {
        double size = Math.abs(value);
        String pattern = size == Math.rint(size) || size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, pattern, value);
    }
}
