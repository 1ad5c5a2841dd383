package dev.seckill.model.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * What was not typed as an option: it comes from the variable, else from the newest former name of it that is set, else
 * it is the default.
 */
final class SettingVariables {

    private final Map<String, String> environment;

    SettingVariables(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** The same as options, so that picocli reads all of them in one way. */
    List<String> asOptions(ParseResult typed) {
        List<String> options = new ArrayList<>();
        Set<OptionSpec> unread = SettingRanges.unread(typed);
        for (OptionSpec option : typed.commandSpec().options()) {
            Setting setting = Setting.of(option);
            String given = value(setting);
            String value = given != null || setting.flag() ? given : setting.standard();
            boolean isAsked = value != null && !typed.hasMatchedOption(option) && !unread.contains(option);
            if (isAsked && !isLikeAnOption(option, value)) {
                options.add(setting.option() + "=" + value);
            }
        }
        return options;
    }

    /** Sets those that picocli would take for an option of that name, as random tokens are now and then. */
    void setOthers(ParseResult typed) {
        for (OptionSpec option : typed.commandSpec().options()) {
            String value = value(Setting.of(option));
            if (value != null && !typed.hasMatchedOption(option) && isLikeAnOption(option, value)) {
                option.setValue(value);
            }
        }
    }

    private static boolean isLikeAnOption(OptionSpec option, String value) {
        return option.type() == String.class && value.startsWith("-");
    }

    /** What the variable says, or the newest former name of it that is set; null when none is. */
    String value(Setting setting) {
        return setting.variables().stream()
                .map(environment::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** What to tell about former names that are set, a line for each. */
    List<String> notices(ParseResult parsed) {
        List<String> notices = new ArrayList<>();
        for (OptionSpec option : parsed.commandSpec().options()) {
            if (!parsed.hasMatchedOption(option)) {
                addNotices(Setting.of(option), notices);
            }
        }
        return notices;
    }

    private void addNotices(Setting setting, List<String> notices) {
        String counting = null;
        for (String name : setting.variables()) {
            String value = environment.get(name);
            boolean former = !name.equals(setting.variable());
            if (former && value != null) {
                if (counting == null) {
                    notices.add(
                            "the variable " + name + " is now " + setting.variable() + "; the old name is still read");
                } else if (!value.equals(environment.get(counting))) {
                    notices.add("the variable " + counting + " counts, not its old name " + name
                            + ", which says otherwise");
                }
            }
            counting = counting == null && value != null ? name : counting;
        }
    }
}
