package dev.seckill.model.trace;

/** What a span is to those beside it. */
public enum SpanRole {
    /** It answers a request. */
    SERVER,
    /** It asks somebody, and waits for the answer. */
    CLIENT,
    /** It sends a message. */
    PRODUCER,
    /** It works a message off. */
    CONSUMER,
    /** It stays within the program. */
    INTERNAL
}
