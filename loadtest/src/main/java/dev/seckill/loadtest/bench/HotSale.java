package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.Target.Demand.AT_LEAST;
import static dev.seckill.loadtest.bench.Target.Demand.AT_MOST;
import static dev.seckill.loadtest.bench.Target.Demand.REPORTED;

import dev.seckill.infra.app.AppProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Accepted purchases against an empty handler and against a transaction for each buyer, at each number of buyers. */
final class HotSale implements BenchCase {

    /** Buyers at a time. */
    static final int[] BUYERS = {1, 16, 64, 256, 2000};

    /** Where the shares of processor time are taken. */
    private static final int MAIN_BUYERS = 256;

    private static final int MOST_BUYERS = 2000;
    private static final String COMBINED = "accepted, combined";
    private static final String PER_BUYER = "accepted, one transaction each";
    private static final String EMPTY = "empty handler";

    private final Lab lab;
    private final Map<String, AppProcess> programs = new LinkedHashMap<>();

    HotSale(Lab lab, AppProcess api, AppProcess empty, AppProcess perBuyer) {
        this.lab = lab;
        programs.put(COMBINED, api);
        programs.put(EMPTY, empty);
        programs.put(PER_BUYER, perBuyer);
    }

    @Override
    public void round(int round) throws InterruptedException {
        List<String> order = new ArrayList<>(programs.keySet());
        Collections.rotate(order, round);
        for (int buyers : BUYERS) {
            for (String program : order) {
                measure(program, buyers);
            }
            if (buyers == MAIN_BUYERS) { // most targets rest on this one, so there and back
                for (int last = order.size() - 1; last >= 0; last--) {
                    measure(order.get(last), buyers);
                }
            }
        }
    }

    private void measure(String program, int buyers) throws InterruptedException {
        AppProcess process = programs.get(program);
        lab.system().awaitDelivered();
        Map<String, Long> pids = new LinkedHashMap<>(lab.system().servers().pids());
        pids.put("server", process.pid());
        pids.put("load generator", ProcessHandle.current().pid());
        Map<String, Duration> before = cpu(pids);
        Sample sample = lab.load().closed(buyers, lab.options().spanOfLoad(), process.port());
        Map<String, Duration> after = cpu(pids);
        lab.note(named(program, buyers), sample);
        if (buyers == MAIN_BUYERS) {
            pids.keySet()
                    .forEach(part -> lab.figures()
                            .of(cpuOf(program, part))
                            .add(after.get(part).minus(before.get(part)).toNanos() / 1000.0 / sample.allRequests()));
        }
        if (buyers == MOST_BUYERS && program.equals(COMBINED)) {
            lab.note("API, resident MB at " + buyers, ProcessUse.residentMb(process.pid()));
        }
    }

    private static Map<String, Duration> cpu(Map<String, Long> pids) {
        Map<String, Duration> used = new LinkedHashMap<>();
        pids.forEach((part, pid) -> used.put(part, ProcessUse.cpu(pid)));
        return used;
    }

    private static String named(String program, int buyers) {
        return program + " @ " + buyers;
    }

    private static String cpuOf(String program, String part) {
        return program + ", microseconds of " + part + " per reply";
    }

    private Series perSecond(String program, int buyers) {
        return lab.figures().of(named(program, buyers) + " per second");
    }

    @Override
    public List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        for (int buyers : BUYERS) {
            targets.add(new Target(
                    "accepted/s ÷ empty handler, " + buyers + " connections",
                    buyers == MAIN_BUYERS ? AT_LEAST : REPORTED,
                    0.6,
                    perSecond(COMBINED, buyers).over(perSecond(EMPTY, buyers))));
        }
        for (int buyers : BUYERS) {
            targets.add(new Target(
                    "accepted/s, combined ÷ one transaction each, " + buyers + " connections",
                    AT_LEAST,
                    1,
                    perSecond(COMBINED, buyers).over(perSecond(PER_BUYER, buyers))));
        }
        targets.add(new Target(
                "CPU of the API per accepted order ÷ per empty reply",
                AT_MOST,
                2,
                lab.figures().of(cpuOf(COMBINED, "server")).over(lab.figures().of(cpuOf(EMPTY, "server")))));
        targets.add(new Target(
                "resident MB of the API at 2000 connections",
                AT_MOST,
                350,
                lab.figures().of("API, resident MB at " + MOST_BUYERS)));
        return targets;
    }
}
