package dev.seckill.consumer.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The values of a list of settings: typed as an option, else from the environment, else the default. */
public final class SettingValues {

    private final Map<Setting<?>, String> typed = new HashMap<>();
    private final Map<Setting<?>, Object> values = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    /**
     * Reads all settings; problems are kept for {@link #check}.
     *
     * @param options what was typed, by option
     * @param environment the environment variables
     */
    public SettingValues(List<Setting<?>> settings, Map<String, String> options, Map<String, String> environment) {
        for (Setting<?> setting : settings) {
            read(setting, options, environment);
        }
    }

    /** Adds the rule that one value must be less than another; says nothing if either could not be read. */
    public <C extends Comparable<C>> SettingValues mustBeLess(Setting<C> less, Setting<C> more) {
        return mustNot(
                less, more, get(less) != null && get(more) != null && get(less).compareTo(get(more)) >= 0);
    }

    /** Adds a rule of its own about a value. */
    public SettingValues must(boolean kept, Setting<?> setting, String rule) {
        if (!kept) {
            problems.add(describe(setting) + " must " + rule);
        }
        return this;
    }

    /**
     * Ends the reading.
     *
     * @throws BadSettingsException if anything is wrong, with all problems in one message
     */
    public SettingValues check() {
        if (!problems.isEmpty()) {
            throw new BadSettingsException(problems);
        }
        return this;
    }

    /** The value; null when it could not be read or there is none. */
    @SuppressWarnings("unchecked")
    public <T> T get(Setting<T> setting) {
        return (T) values.get(setting);
    }

    private void read(Setting<?> setting, Map<String, String> options, Map<String, String> environment) {
        String text = options.get(setting.option());
        if (text == null && setting.variable() != null) {
            text = environment.get(setting.variable());
        }
        if (text == null) {
            text = setting.standard();
        }
        if (text == null) {
            return;
        }
        typed.put(setting, text);
        try {
            values.put(setting, setting.reader().apply(text));
        } catch (IllegalArgumentException brokenRule) {
            problems.add(describe(setting) + " must be: " + setting.rule());
        }
    }

    private SettingValues mustNot(Setting<?> less, Setting<?> more, boolean broken) {
        if (broken) {
            problems.add(describe(less) + " must be less than " + describe(more));
        }
        return this;
    }

    private String describe(Setting<?> setting) {
        return setting.name() + " \"" + (setting.secret() ? "***" : typed.get(setting)) + '"';
    }
}
