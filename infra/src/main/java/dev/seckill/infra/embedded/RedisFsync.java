package dev.seckill.infra.embedded;

import java.util.Locale;

/** When Redis forces its append-only file to disk. A killed process loses nothing with any of them; a lost machine may. */
public enum RedisFsync {
    /** Before each reply. */
    ALWAYS,
    /** Once a second, Redis' own default. */
    EVERYSEC,
    /** When the operating system does. */
    NO;

    String setting() {
        return name().toLowerCase(Locale.ROOT);
    }
}
