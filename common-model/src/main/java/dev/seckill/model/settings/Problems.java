package dev.seckill.model.settings;

import dev.seckill.model.ForeignText;
import java.util.ArrayList;
import java.util.List;

/** Everything that is wrong with the settings, collected so that it can be told at once. */
public final class Problems {

    private final List<String> found = new ArrayList<>();

    /** Adds what is wrong. */
    public void add(String problem) {
        found.add(ForeignText.escape(problem));
    }

    /** Whether nothing is wrong. */
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** One message, a line for each problem. */
    public String message() {
        return found.size() + (found.size() == 1 ? " setting is wrong:" : " settings are wrong:") + "\n  "
                + String.join("\n  ", found);
    }

    /**
     * Ends the reading.
     *
     * @throws BadSettingsException if anything is wrong, with all problems in its message
     */
    public void check() {
        if (!isEmpty()) {
            throw new BadSettingsException(this);
        }
    }
}
