package dev.seckill.model.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/**
 * What the declaration of one option says, taken apart. All of it stands in the annotation: the variable and the default
 * as {@code ${env:NAME:-default}}, former names of the variable as defaults of that
 * ({@code ${env:NAME:-${env:FORMER:-default}}}), the range with its unit in brackets at the end of the description.
 *
 * @param option the long option, {@code --poll-wait}
 * @param variables the environment variable and its former names, newest first; empty when there is only the option
 * @param standard the default as a user types it, which may be empty; null when there is none
 * @param range what stands in the brackets, {@code 10ms..10s} or {@code 2..16 connections}; null when there is none
 * @param meaning the description without the range
 * @param flag whether it takes no value
 */
public record Setting(
        String option, List<String> variables, String standard, String range, String meaning, boolean flag) {

    /** The {@code paramLabel} of an option for a secret: it stands for its variable, and may not be typed, where ps shows it. */
    public static final String VARIABLE_ONLY = "(variable only)";

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:(\\w+):-(.*)}", Pattern.DOTALL);
    private static final Pattern RANGE = Pattern.compile("(.*?)\\s*\\[(\\w+\\.\\.\\w+(?: \\w+)?)]", Pattern.DOTALL);

    /** The setting that this option declares. */
    public static Setting of(OptionSpec option) {
        String name = option.longestName();
        CommandSpec command = option.command();
        // Otherwise picocli shows what stands in the environment now.
        command.interpolateVariables(false);
        try {
            return of(name, option);
        } finally {
            command.interpolateVariables(true);
        }
    }

    private static Setting of(String name, OptionSpec option) {
        String standard = option.defaultValue();
        List<String> variables = new ArrayList<>();
        for (Matcher of = variable(standard); of.matches(); of = variable(standard)) {
            variables.add(of.group(1));
            standard = of.group(2);
        }
        String description = String.join(" ", option.description()).replace("%%", "%");
        Matcher range = RANGE.matcher(description);
        boolean ranged = range.matches();
        return new Setting(
                name,
                List.copyOf(variables),
                Option.NULL_VALUE.equals(standard) ? null : standard,
                ranged ? range.group(2) : null,
                ranged ? range.group(1) : description,
                option.arity().max() == 0);
    }

    /** The environment variable; null when there is only the option. */
    public String variable() {
        return variables.isEmpty() ? null : variables.get(0);
    }

    /** How problems name it: the option and, if there is one, the variable. */
    public String name() {
        return variables.isEmpty() ? option : option + " (" + variable() + ")";
    }

    private static Matcher variable(String text) {
        return VARIABLE.matcher(text == null ? "" : text);
    }
}
