package dev.seckill.loadtest.bench;

import dev.seckill.infra.app.AppProcess;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What servers and the API take of the processors for a measurement, for each of its requests. Where other programs take
 * what they can get, it tells more than requests per second.
 */
final class ProcessorTime {

    private static final String MICROSECONDS = ", microseconds of processor time per reply";

    private final Map<String, Long> pids = new LinkedHashMap<>();
    private final Map<String, Duration> before = new LinkedHashMap<>();

    private ProcessorTime() {}

    /** Counts from now on. */
    static ProcessorTime of(Lab lab, AppProcess api) {
        ProcessorTime time = new ProcessorTime();
        time.pids.putAll(lab.system().servers().pids());
        time.pids.put("api", api.pid());
        time.pids.forEach((part, pid) -> time.before.put(part, ProcessUse.cpu(pid)));
        return time;
    }

    /** Keeps what it was up to now: of all together. */
    void note(Lab lab, String name, Sample sample) {
        Duration spent = pids.entrySet().stream()
                .map(part -> ProcessUse.cpu(part.getValue()).minus(before.get(part.getKey())))
                .reduce(Duration.ZERO, Duration::plus);
        lab.note(name + MICROSECONDS, spent.toNanos() / 1000.0 / sample.allRequests());
    }

    /** What was noted of a measurement. */
    static Series of(Figures figures, String name) {
        return figures.of(name + MICROSECONDS);
    }
}
