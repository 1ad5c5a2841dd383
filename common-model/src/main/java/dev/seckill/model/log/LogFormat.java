package dev.seckill.model.log;

/** How log lines look. */
public enum LogFormat {
    /** For people. */
    TEXT,
    /** For machines: an object in each line. */
    JSON
}
