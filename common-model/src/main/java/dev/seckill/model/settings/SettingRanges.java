package dev.seckill.model.settings;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Holds settings against their ranges. A range stands once, in brackets at the end of the option's description, where
 * {@code --help} shows it: what is documented is what is checked.
 */
public final class SettingRanges {

    private static final Pattern RANGE = Pattern.compile("\\[(\\w+)\\.\\.(\\w+)]\\s*$");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:(\\w+):-");
    private static final SettingDuration DURATIONS = new SettingDuration();

    private SettingRanges() {}

    /** Adds what could not be read and what is out of range. */
    public static void check(ParseResult parsed, Problems problems) {
        // The values are read; from here on a default shows the variable that it comes from.
        parsed.commandSpec().interpolateVariables(false);
        for (Exception error : parsed.errors()) {
            boolean ofOption = error instanceof ParameterException p && p.getArgSpec() instanceof OptionSpec;
            problems.add(
                    ofOption
                            ? name((OptionSpec) ((ParameterException) error).getArgSpec()) + ": " + error.getMessage()
                            : error.getMessage());
        }
        if (parsed.errors().isEmpty()) {
            CommandSpec command = parsed.commandSpec();
            command.options().forEach(option -> check(option, problems));
        }
    }

    private static void check(OptionSpec option, Problems problems) {
        Matcher range = RANGE.matcher(String.join(" ", option.description()));
        Object value = option.getValue();
        if (value == null || !range.find()) {
            return;
        }
        boolean within = value instanceof Duration duration
                ? duration.compareTo(DURATIONS.convert(range.group(1))) >= 0
                        && duration.compareTo(DURATIONS.convert(range.group(2))) <= 0
                : ((Number) value).longValue() >= Long.parseLong(range.group(1))
                        && ((Number) value).longValue() <= Long.parseLong(range.group(2));
        if (!within) {
            String shown = value instanceof Duration duration ? SettingDuration.format(duration) : value.toString();
            problems.add(
                    name(option) + ": " + shown + " is not in " + range.group().strip());
        }
    }

    /** The option with its environment variable. */
    private static String name(OptionSpec option) {
        Matcher variable = VARIABLE.matcher(String.valueOf(option.defaultValue()));
        return option.longestName() + (variable.find() ? " (" + variable.group(1) + ")" : "");
    }
}
