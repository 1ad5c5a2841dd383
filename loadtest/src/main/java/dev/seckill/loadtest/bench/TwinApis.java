package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.Target.Demand.AT_LEAST;
import static dev.seckill.loadtest.bench.Target.Demand.REPORTED;

import dev.seckill.infra.app.AppProcess;
import java.util.ArrayList;
import java.util.List;

/**
 * Two APIs that are the same, and a third one with further settings, all on one sale. How far the twins differ tells what a
 * small difference of the third one is worth. They start anew for each round and are warmed up alike, since what a JVM has
 * compiled differs from start to start.
 */
final class TwinApis implements AutoCloseable {

    private static final int BUYERS = 256;

    /** There and back: the figure is a small difference. */
    private static final int TURNS = 2;

    private final Lab lab;
    private final String name;
    private final List<AppProcess> started = new ArrayList<>();
    private final AppProcess plain;
    private final AppProcess twin;
    private final AppProcess other;

    /**
     * Starts them and warms them up.
     *
     * @param name of what the third one does more, as in {@code traces}
     * @param more its further settings
     */
    TwinApis(Lab lab, String name, int round, String... more) {
        this.lab = lab;
        this.name = name;
        boolean isOtherFirst = round % 2 == 1; // the machine does not favour who starts first, or last
        AppProcess first = isOtherFirst ? start(name + "-on-" + (round + 1), more) : null;
        this.plain = start(name + "-off-" + (round + 1));
        this.twin = start(name + "-off-too-" + (round + 1));
        this.other = isOtherFirst ? first : start(name + "-on-" + (round + 1), more);
    }

    private AppProcess start(String program, String... more) {
        AppProcess api = lab.system().api(program, more);
        started.add(api);
        lab.warm(api);
        return api;
    }

    /** The one with the further settings. */
    AppProcess other() {
        return other;
    }

    /** What is done with the one with the further settings beside its load. */
    @FunctionalInterface
    interface Around {
        void run(Lab.Measurement load) throws InterruptedException;
    }

    /** Measures what each of them accepts. */
    void compare() throws InterruptedException {
        compare(Lab.Measurement::run);
    }

    /** The same with something around each measurement of the one with the further settings. */
    void compare(Around around) throws InterruptedException {
        lab.inTurns(
                TURNS,
                () -> measure(off(name), plain),
                () -> measure(offToo(name), twin),
                () -> around.run(() -> measure(on(name), other)));
    }

    private void measure(String figure, AppProcess api) throws InterruptedException {
        lab.system().awaitDelivered();
        lab.note(figure, lab.load().closed(BUYERS, lab.options().spanOfLoad(), api.port()));
    }

    /** The lines of the table: what of its purchases per second the third one keeps at least, and what the twins say to that. */
    static List<Target> targets(Figures figures, String name, double least) {
        return List.of(
                new Target(
                        "accepted/s with " + name + " ÷ without",
                        AT_LEAST,
                        least,
                        figures.of(on(name) + " per second").over(figures.of(offToo(name) + " per second"))),
                new Target(
                        "accepted/s without " + name + " ÷ another one without",
                        REPORTED,
                        0,
                        figures.of(offToo(name) + " per second").over(figures.of(off(name) + " per second"))),
                new Target(
                        "p99 with " + name + " ÷ without",
                        REPORTED,
                        0,
                        figures.of(on(name) + " p99 ms").over(figures.of(offToo(name) + " p99 ms"))));
    }

    private static String off(String name) {
        return "accepted, no " + name;
    }

    private static String offToo(String name) {
        return "accepted, no " + name + " either";
    }

    private static String on(String name) {
        return "accepted, with " + name;
    }

    @Override
    public void close() {
        started.forEach(AppProcess::stop);
    }
}
