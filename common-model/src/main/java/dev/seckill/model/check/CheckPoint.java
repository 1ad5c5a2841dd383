package dev.seckill.model.check;

import dev.seckill.model.ForeignText;
import java.util.Objects;

/**
 * One thing that was looked at. What it tells is a single line: servers repeat in their messages what a stranger sent.
 *
 * @param subject what was looked at, in a few words
 * @param found what it is like
 * @param remedy what to do; empty if nothing is to be done
 */
public record CheckPoint(String subject, Light light, String found, String remedy) {

    private static final int LENGTH_MAX = 1000;

    /** Cuts and escapes both texts. */
    public CheckPoint {
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(light, "light");
        found = ForeignText.escape(found, LENGTH_MAX);
        remedy = ForeignText.escape(remedy, LENGTH_MAX);
        if ((light == Light.GREEN) != remedy.isEmpty()) {
            throw new IllegalArgumentException(subject + ": what is not green needs a remedy, and nothing else does");
        }
    }

    /** Nothing is to be done. */
    public static CheckPoint green(String subject, String found) {
        return new CheckPoint(subject, Light.GREEN, found, "");
    }

    /** @param remedy how it could be asked, or looked at by hand */
    public static CheckPoint unknown(String subject, String found, String remedy) {
        return new CheckPoint(subject, Light.UNKNOWN, found, remedy);
    }

    public static CheckPoint amber(String subject, String found, String remedy) {
        return new CheckPoint(subject, Light.AMBER, found, remedy);
    }

    public static CheckPoint red(String subject, String found, String remedy) {
        return new CheckPoint(subject, Light.RED, found, remedy);
    }
}
