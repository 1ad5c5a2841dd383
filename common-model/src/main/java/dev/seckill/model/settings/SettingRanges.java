package dev.seckill.model.settings;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Holds settings against their ranges. A range stands once, in brackets at the end of the option's description, where
 * {@code --help} shows it: what is documented is what is checked.
 */
public final class SettingRanges {

    private static final SettingDuration DURATIONS = new SettingDuration();
    private static final Pattern FOUND = Pattern.compile("(Expected parameter .* but found ')(.*)'", Pattern.DOTALL);

    private SettingRanges() {}

    /** Adds what could not be read and what is out of range. */
    public static void check(ParseResult parsed, Problems problems) {
        checkRead(parsed, problems);
        Set<OptionSpec> unread = unread(parsed);
        parsed.commandSpec().options().stream()
                .filter(option -> !unread.contains(option))
                .forEach(option -> check(option, problems));
    }

    /** Adds what could not be read. */
    static void checkRead(ParseResult parsed, Problems problems) {
        for (Exception error : parsed.errors()) {
            OptionSpec option = optionOf(error);
            problems.add(option == null ? message(error) : Setting.of(option).name() + ": " + reason(error, option));
        }
    }

    /** The options whose value could not be read. */
    static Set<OptionSpec> unread(ParseResult parsed) {
        return parsed.errors().stream()
                .map(SettingRanges::optionOf)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private static OptionSpec optionOf(Exception error) {
        return error instanceof ParameterException p && p.getArgSpec() instanceof OptionSpec option ? option : null;
    }

    /** Without the values of what stands where it does not belong. */
    private static String message(Exception error) {
        if (error instanceof UnmatchedArgumentException unknown) {
            return UnknownArguments.told(unknown);
        }
        Matcher found = FOUND.matcher(String.valueOf(error.getMessage()));
        return found.matches() ? found.group(1) + UnknownArguments.name(found.group(2)) + "'" : error.getMessage();
    }

    /** Without picocli's own way to name the option, and Java's to name a number. */
    private static String reason(Exception error, OptionSpec option) {
        String range = Setting.of(option).range();
        return String.valueOf(error.getMessage())
                .replaceFirst("^Invalid value for option '" + option.longestName() + "'[^:]*: ", "")
                .replaceFirst(
                        "' is not an? (int|long)$",
                        "' is not a whole number" + (range == null ? "" : " in [" + range + "]"))
                .replaceFirst("' is not a double$", "' is not a number" + (range == null ? "" : " in [" + range + "]"));
    }

    private static void check(OptionSpec option, Problems problems) {
        Setting setting = Setting.of(option);
        Object value = option.getValue();
        if (value == null || setting.range() == null) {
            return;
        }
        String[] bounds = setting.range().split(" ")[0].split("\\.\\.");
        if (!isWithin(value, bounds[0], bounds[1])) {
            problems.add(setting.name() + ": " + shown(value) + " is not in [" + setting.range() + "]");
        }
    }

    private static boolean isWithin(Object value, String least, String most) {
        if (value instanceof Duration duration) {
            return duration.compareTo(DURATIONS.convert(least)) >= 0
                    && duration.compareTo(DURATIONS.convert(most)) <= 0;
        }
        if (value instanceof Double share) {
            return share >= Double.parseDouble(least) && share <= Double.parseDouble(most); // what is no number is not
        }
        long number = ((Number) value).longValue();
        return number >= Long.parseLong(least) && number <= Long.parseLong(most);
    }

    /** A value as a user types it. */
    static String shown(Object value) {
        return value instanceof Duration duration ? SettingDuration.format(duration) : String.valueOf(value);
    }
}
