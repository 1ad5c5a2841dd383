package dev.seckill.api.http.jetty;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** What a server's connections are like, for whoever counts them. Thread-safe. */
public final class GateFigures {

    private final Map<Bound, LongAdder> refused = new EnumMap<>(Bound.class);
    private volatile IntSupplier open = () -> 0;
    private volatile IntSupplier unfinished = () -> 0;
    private volatile Supplier<Instant> certificate = () -> null;

    /** At which connections are refused or ended. */
    public enum Bound {
        /** A new one was refused, or a silent one had to make room. */
        CONNECTIONS_MAX,
        /** The oldest unfinished head had to make room. */
        UNFINISHED_HEADS_MAX,
        /** A head took too long. */
        HEAD_WAIT,
        /** A head had too many lines. */
        HEAD_LINES_MAX;

        /** The name in figures. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Of a server that is not there yet. */
    public GateFigures() {
        for (Bound bound : Bound.values()) {
            refused.put(bound, new LongAdder());
        }
    }

    /** The server is there. */
    void of(IntSupplier openNow, IntSupplier unfinishedNow) {
        open = openNow;
        unfinished = unfinishedNow;
    }

    /** It shows a certificate. */
    void certificate(Supplier<Instant> expires) {
        certificate = expires;
    }

    void refused(Bound at, int connections) {
        refused.get(at).add(connections);
    }

    /** Connections that are open now. */
    public int open() {
        return open.getAsInt();
    }

    /** Those of them that have sent a part of a head. */
    public int unfinished() {
        return unfinished.getAsInt();
    }

    /** When the certificate expires; null without one. */
    public Instant certificateExpires() {
        return certificate.get();
    }

    /** How many were refused or ended so far. */
    public long refused(Bound at) {
        return refused.get(at).sum();
    }
}
