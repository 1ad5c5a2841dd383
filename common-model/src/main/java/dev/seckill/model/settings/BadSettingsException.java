package dev.seckill.model.settings;

/** Settings that a program cannot run with; the message lists every problem. */
public final class BadSettingsException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    BadSettingsException(Problems problems) {
        super(problems.message());
    }
}
