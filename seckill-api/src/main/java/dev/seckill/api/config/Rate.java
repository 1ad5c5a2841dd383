package dev.seckill.api.config;

import dev.seckill.model.settings.SettingDuration;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How many requests in what time, as users type it: {@code 20/1s}. So many may come at once; after that they may come as
 * fast as that on average.
 *
 * @param requests 1 to 1000000
 * @param period 100ms to 24h
 */
public record Rate(int requests, Duration period) {

    private static final int REQUESTS_MAX = 1_000_000;
    private static final Duration PERIOD_MIN = Duration.ofMillis(100);
    private static final Duration PERIOD_MAX = Duration.ofHours(24);

    /** @throws IllegalArgumentException if one of them is out of its range */
    public Rate {
        if (requests < 1
                || requests > REQUESTS_MAX
                || period.compareTo(PERIOD_MIN) < 0
                || period.compareTo(PERIOD_MAX) > 0) {
            throw new IllegalArgumentException("must be 1 to " + REQUESTS_MAX + " per 100ms to 24h");
        }
    }

    @Override
    public String toString() {
        return requests + "/" + SettingDuration.format(period);
    }

    /** Reads what {@link #toString} writes. */
    static final class Converter implements ITypeConverter<Rate> {

        private static final Pattern FORM = Pattern.compile("(\\d{1,7})/(\\d{1,9}(?:ms|s|m|h))");

        @Override
        public Rate convert(String text) {
            Matcher parts = FORM.matcher(text.strip());
            try {
                if (parts.matches()) {
                    return new Rate(Integer.parseInt(parts.group(1)), new SettingDuration().convert(parts.group(2)));
                }
            } catch (IllegalArgumentException outOfRange) {
                throw new TypeConversionException("'" + text + "' " + outOfRange.getMessage());
            }
            throw new TypeConversionException("'" + text + "' is not requests/time such as 20/1s or 600/1m");
        }
    }
}
