package dev.seckill.loadtest.bench;

import dev.seckill.loadtest.Terminal;
import java.time.Duration;
import java.util.Locale;

/**
 * What every case works with.
 *
 * @param system the servers, and how to start programs
 * @param load the buyers
 * @param figures where results go
 * @param options how long and how often
 * @param terminal where progress is told
 */
record Lab(BenchSystem system, LoadGenerator load, Figures figures, BenchOptions options, Terminal terminal) {

    private static final int WARM_BUYERS = 256;
    private static final int TURNS = 2;

    /** Loads a program until the compilers of its JVM are done; nothing is kept. */
    void warm(int port) {
        terminal.say("Warming up the program on port " + port + " for " + options.warmUp + " s");
        load.closed(WARM_BUYERS, Duration.ofSeconds(options.warmUp), port);
    }

    /** One measurement of a case. */
    @FunctionalInterface
    interface Measurement {
        void run() throws InterruptedException;
    }

    /** Takes two measurements in turns, in an order that a machine which gets slower or faster meanwhile does not favour. */
    void inTurns(Measurement one, Measurement other) throws InterruptedException {
        for (int turn = 0; turn < TURNS; turn++) {
            one.run();
            other.run();
            other.run();
            one.run();
        }
    }

    /** Keeps a value and tells it. */
    void note(String name, double value) {
        figures.of(name).add(value);
        terminal.say(String.format(Locale.ROOT, "  %-58s %s", name, Target.number(value)));
    }

    /** Keeps what a sample says: good replies per second, and the percentiles of their times in milliseconds. */
    void note(String name, Sample sample) {
        note(name + " per second", sample.okPerSecond());
        for (double percentile : new double[] {50, 95, 99}) {
            figures.of(name + " p" + (int) percentile + " ms").add(sample.millisAt(percentile));
        }
        if (sample.refused() > 0) {
            note(name + " refused", sample.refused());
        }
        if (sample.failed() > 0) {
            note(name + " failed", sample.failed());
        }
    }
}
