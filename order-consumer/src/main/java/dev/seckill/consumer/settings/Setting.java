package dev.seckill.consumer.settings;

import dev.seckill.model.settings.PasswordFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;

/**
 * One setting, declared once: how it is typed, where it is read from, its default, its range and what it means.
 *
 * @param option the long option, {@code --poll-wait}
 * @param variable the environment variable, or null when there is only the option
 * @param standard the default in the form that a user types; null when there is none
 * @param rule the unit and range in words, as help, documentation and problems show them
 * @param meaning one sentence for help
 * @param secret whether the value must not be shown
 * @param reader reads the typed form; throws IllegalArgumentException if the rule is broken
 */
public record Setting<T>(
        String option,
        String variable,
        String standard,
        String rule,
        String meaning,
        boolean secret,
        Function<String, T> reader) {

    /** @throws NullPointerException if any part but variable and standard is null */
    public Setting {
        Objects.requireNonNull(option, "option");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(meaning, "meaning");
        Objects.requireNonNull(reader, "reader");
    }

    /** A text that must not be blank. */
    public static Setting<String> text(String option, String variable, String standard, String meaning) {
        return new Setting<>(option, variable, standard, "not empty", meaning, false, Setting::notBlank);
    }

    /** A text with a form of its own. */
    public static Setting<String> text(
            String option, String variable, String standard, String form, String regex, String meaning) {
        return new Setting<>(option, variable, standard, form, meaning, false, typed -> matching(typed, regex));
    }

    /** A text that may be empty and is never shown. */
    public static Setting<String> secret(String option, String variable, String meaning) {
        return new Setting<>(option, variable, "", "any text", meaning, true, Function.identity());
    }

    /** A text with a form of its own that may carry a password, so that not even a problem shows it. */
    public static Setting<String> hiddenText(
            String option, String variable, String standard, String form, String regex, String meaning) {
        return new Setting<>(option, variable, standard, form, meaning, true, typed -> matching(typed, regex));
    }

    /** A secret that stands in a file, without the line break at its end; typed is the file's name. */
    public static Setting<String> secretFile(String option, String variable, String meaning) {
        return new Setting<>(
                option, variable, null, PasswordFile.RULE, meaning, false, file -> PasswordFile.read(Path.of(file)));
    }

    /** A whole number from min to max. */
    public static Setting<Integer> wholeNumber(
            String option, String variable, int standard, int min, int max, String unit, String meaning) {
        String rule = (unit + " " + min + " to " + max).trim();
        return new Setting<>(
                option,
                variable,
                "" + standard,
                rule,
                meaning,
                false,
                typed -> within(Integer.valueOf(typed), min, max));
    }

    /** A span of time from min to max, typed as a whole number of ms, s or m. */
    public static Setting<Duration> duration(
            String option, String variable, String standard, String min, String max, String meaning) {
        String rule = "duration " + min + " to " + max;
        return new Setting<>(
                option,
                variable,
                standard,
                rule,
                meaning,
                false,
                typed -> within(DurationText.parse(typed), DurationText.parse(min), DurationText.parse(max)));
    }

    /** How problems name it: the option and, if there is one, the variable. */
    String name() {
        return variable == null ? option : option + " (" + variable + ")";
    }

    private static String notBlank(String typed) {
        if (typed.isBlank()) {
            throw new IllegalArgumentException("blank");
        }
        return typed.trim();
    }

    private static String matching(String typed, String regex) {
        if (!typed.matches(regex)) {
            throw new IllegalArgumentException("other form");
        }
        return typed;
    }

    private static <C extends Comparable<C>> C within(C value, C min, C max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException("out of range");
        }
        return value;
    }
}
