package dev.seckill.consumer.settings;

import dev.seckill.model.ForeignText;
import java.util.List;
import java.util.stream.Collectors;

/** Settings that the program cannot run with; the message lists every problem. */
public final class BadSettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param problems one sentence each, at least one */
    public BadSettingsException(List<String> problems) {
        super(problems.stream()
                .map(problem -> System.lineSeparator() + "  " + ForeignText.escape(problem))
                .collect(Collectors.joining("", "bad settings:", "")));
    }
}
