package dev.seckill.model.settings;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Rules about settings that a range cannot say. A value that could not be read breaks none of them. */
public final class SettingRules {

    private final CommandSpec command;
    private final Problems problems;

    /** Rules about the options of this command, after it was read. */
    public SettingRules(CommandSpec command, Problems problems) {
        this.command = command;
        this.problems = problems;
    }

    /** The value of one option must be less than that of another one. */
    public SettingRules less(String option, String than) {
        Comparable<Object> value = value(option);
        Object bound = value(than);
        boolean kept = value == null || bound == null || value.compareTo(bound) < 0;
        return kept
                ? this
                : must(option, false, "be less than " + name(than) + ", which is " + SettingRanges.shown(bound));
    }

    /** The option must keep this rule; not for options that hold a secret. */
    public SettingRules must(String option, boolean kept, String rule) {
        if (!kept) {
            problems.add(name(option) + ": " + SettingRanges.shown(value(option)) + " must " + rule);
        }
        return this;
    }

    private String name(String option) {
        return Setting.of(spec(option)).name();
    }

    @SuppressWarnings("unchecked")
    private <T> T value(String option) {
        return (T) spec(option).getValue();
    }

    private OptionSpec spec(String option) {
        return command.findOption(option);
    }
}
