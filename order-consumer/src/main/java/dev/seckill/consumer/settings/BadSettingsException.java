package dev.seckill.consumer.settings;

import java.util.List;

/** Settings that the program cannot run with; the message lists every problem. */
public final class BadSettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param problems one sentence each, at least one */
    public BadSettingsException(List<String> problems) {
        super("bad settings:" + System.lineSeparator() + "  " + String.join(System.lineSeparator() + "  ", problems));
    }
}
