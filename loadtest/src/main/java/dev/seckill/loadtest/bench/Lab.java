package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.Target.Demand.AT_MOST;

import dev.seckill.infra.app.AppProcess;
import dev.seckill.loadtest.Terminal;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    private static final String ALL_REQUESTS = "requests, each measurement";
    private static final String ALL_FAILED = "requests that failed, each measurement";
    private static final String UNLOGGED = "seckill_requests_unlogged_total";
    private static final int WARM_BUYERS = 256;
    private static final Duration LONGER = Duration.ofSeconds(10);
    /** The part of one processor, as a divisor, that compilers take which are as good as done. */
    private static final int COMPILERS_REST = 20;

    /** The same on the system where everything is secured, which starts if it has not yet. */
    Lab secured() {
        return new Lab(system.secured(), load.secured(), figures, options, terminal);
    }

    /** Loads a program until the compilers of its JVM are as good as done, within the options' bounds; nothing is kept. */
    void warm(AppProcess program) {
        warm(load, program);
    }

    /** The same with buyers of another kind, or with several programs that share them. */
    void warm(LoadGenerator buyers, AppProcess... programs) {
        Integer[] ports = Stream.of(programs).map(AppProcess::port).toArray(Integer[]::new);
        warm(span -> buyers.closed(WARM_BUYERS, span, ports), programs);
    }

    /** What a program is loaded with for some time. */
    @FunctionalInterface
    interface Load {
        void last(Duration span);
    }

    /** The same with whatever load. */
    void warm(Load load, AppProcess... programs) {
        terminal.say("Warming up what listens on port "
                + Stream.of(programs)
                        .map(program -> String.valueOf(program.port()))
                        .collect(Collectors.joining(" and ")));
        Duration loaded = Duration.ZERO;
        boolean isWarm = false;
        while (!isWarm && loaded.compareTo(options.mostOfWarmUp()) < 0) {
            Duration left = options.mostOfWarmUp().minus(loaded);
            Duration next = loaded.isZero() ? options.spanOfWarmUp() : LONGER;
            Duration span = next.compareTo(left) < 0 ? next : left;
            Duration before = compilersOf(programs);
            load.last(span);
            Duration each = compilersOf(programs).minus(before).dividedBy(programs.length);
            loaded = loaded.plus(span);
            isWarm = each.compareTo(span.dividedBy(COMPILERS_REST)) <= 0;
        }
        terminal.say("  warm after " + loaded.toSeconds() + " s"
                + (isWarm ? "" : ", though its compilers are still at work"));
    }

    private static Duration compilersOf(AppProcess... programs) {
        return Stream.of(programs)
                .map(program -> ProcessUse.compilers(program.pid()))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** One measurement of a case. */
    @FunctionalInterface
    interface Measurement {
        void run() throws InterruptedException;
    }

    /**
     * Takes two measurements in turns, in an order that a machine which gets slower or faster meanwhile does not favour.
     *
     * @param turns there and back each, so that a turn gives two ratios
     */
    void inTurns(int turns, Measurement one, Measurement other) throws InterruptedException {
        for (int turn = 0; turn < turns; turn++) {
            thereAndBack(one, other);
        }
    }

    /**
     * The same, but the first one is also taken a second time, in the same way or of something that is the same: how far those
     * two differ is what the machine does by itself.
     */
    void inTurns(int turns, Measurement one, Measurement oneAgain, Measurement other) throws InterruptedException {
        for (int turn = 0; turn < turns; turn++) {
            one.run();
            oneAgain.run();
            other.run();
            other.run();
            oneAgain.run();
            one.run();
        }
    }

    /** Two in one turn. */
    void thereAndBack(Measurement one, Measurement other) throws InterruptedException {
        one.run();
        other.run();
        other.run();
        one.run();
    }

    /** Has a sample whose figures are kept in another way count among all. */
    void count(Sample sample) {
        figures.of(ALL_REQUESTS).add(sample.requests());
        figures.of(ALL_FAILED).add(sample.failed());
    }

    /** What makes the other figures worth nothing if it is not met. */
    Target nothingFailed() {
        Series failed = figures.of("requests that failed, %");
        failed.add(100 * figures.of(ALL_FAILED).sum() / figures.of(ALL_REQUESTS).sum());
        return new Target("requests that failed, all measurements, %", AT_MOST, 0.01, failed);
    }

    /** The same for the API that most cases share: that Kafka had its orders when their buyers were answered. */
    Target nothingUnlogged(AppProcess api) {
        Scrape counted = Scrape.of(api.adminUrl());
        Series unlogged = figures.of("purchases answered before Kafka's acknowledgement, %");
        unlogged.add(100 * counted.value(UNLOGGED) / counted.value(Scrape.ACCEPTED));
        return new Target("accepted by the shared API, answered before Kafka had it, %", AT_MOST, 0.01, unlogged);
    }

    /** Keeps a value and tells it. */
    void note(String name, double value) {
        figures.of(name).add(value);
        terminal.say(String.format(Locale.ROOT, "  %-58s %s", name, Target.number(value)));
    }

    /** Keeps what a sample says: good replies per second, and the percentiles of their times in milliseconds. */
    void note(String name, Sample sample) {
        note(name + " per second", sample.okPerSecond());
        count(sample);
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
