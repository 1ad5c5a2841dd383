package dev.seckill.loadtest.bench;

import dev.seckill.infra.app.AppProcess;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What servers and a program take of the processors for a measurement, for each of its requests or events. Where other
 * programs take what they can get, it tells more than how many there are in a second.
 */
final class ProcessorTime {

    private static final String MICROSECONDS = ", microseconds of processor time each";

    private final Map<String, Long> pids = new LinkedHashMap<>();
    private final Map<String, Duration> before = new LinkedHashMap<>();

    private ProcessorTime() {}

    /** Counts from now on; the program must have begun to start. */
    static ProcessorTime of(Lab lab, AppProcess program) {
        ProcessorTime time = new ProcessorTime();
        time.pids.putAll(lab.system().servers().pids());
        time.pids.put("program", program.pid());
        time.pids.forEach((part, pid) -> time.before.put(part, ProcessUse.cpu(pid)));
        return time;
    }

    /** Keeps what it was up to now: of all together. */
    void note(Lab lab, String name, Sample sample) {
        note(lab, name, sample.allRequests());
    }

    /** The same, for each of so many. */
    void note(Lab lab, String name, long count) {
        Duration spent = pids.entrySet().stream()
                .map(part -> ProcessUse.cpu(part.getValue()).minus(before.get(part.getKey())))
                .reduce(Duration.ZERO, Duration::plus);
        lab.note(name + MICROSECONDS, spent.toNanos() / 1000.0 / count);
    }

    /** What was noted of a measurement. */
    static Series of(Figures figures, String name) {
        return figures.of(name + MICROSECONDS);
    }
}
