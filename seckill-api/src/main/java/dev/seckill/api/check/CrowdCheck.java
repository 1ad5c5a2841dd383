package dev.seckill.api.check;

import dev.seckill.api.config.ApiConfig;
import dev.seckill.api.config.Rates;
import dev.seckill.model.check.CheckPoint;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Whether the instance's bounds fit those who are expected. */
final class CrowdCheck {

    /** What a small machine with two cores was measured to decide; see MEASUREMENTS. */
    private static final double DECISIONS_PER_SECOND = 10_000;

    /** Files and connections that an instance has open without any buyer. */
    private static final int OWN_FILES = 300;

    private final ApiConfig config;
    private final Crowd crowd;
    private final Machine machine;

    /**
     * What this machine allows; below zero: not known.
     *
     * @param files that a process may have open
     * @param acceptQueue connections that a server may leave waiting
     */
    record Machine(long files, long acceptQueue) {}

    CrowdCheck(ApiConfig config, Crowd crowd, Machine machine) {
        this.config = config;
        this.crowd = crowd;
        this.machine = machine;
    }

    /**
     * @param trip how long one to Redis takes; null: not known
     * @param units that are for sale; no more buyers get one
     */
    List<CheckPoint> points(Duration trip, long units) {
        return List.of(connections(), files(), acceptQueue(), queue(trip), outbox(units), viewers(), rates());
    }

    private CheckPoint connections() {
        int most = config.http().gate().connectionsMax();
        return atLeast(
                "crowd connections",
                most,
                crowd.buyersOfOne(),
                "--connections-max",
                "raise it, or have more instances: past it the connection that was silent longest is closed");
    }

    private CheckPoint files() {
        String subject = "crowd open files";
        if (machine.files() < 0) {
            return CheckPoint.unknown(
                    subject, "this system does not tell how many files a process may have open", "look at ulimit -n");
        }
        long need = Math.min(crowd.buyersOfOne(), config.http().gate().connectionsMax()) + (long) OWN_FILES;
        String found = "this shell allows " + machine.files() + ", an instance needs " + need;
        return machine.files() < need
                ? CheckPoint.red(subject, found, "raise ulimit -n where the API starts: each connection is a file")
                : CheckPoint.green(subject, found);
    }

    private CheckPoint acceptQueue() {
        int asked = config.http().gate().acceptQueue();
        boolean isCut = machine.acceptQueue() >= 0 && machine.acceptQueue() < asked;
        return atLeast(
                "crowd accept queue",
                isCut ? machine.acceptQueue() : asked,
                (long) Math.min(crowd.buyersOfOne(), Math.ceil(crowd.perSecondOfOne())),
                isCut ? "net.core.somaxconn" : "--accept-queue",
                "raise it: past it new connections come again after a second");
    }

    /** Who comes faster than decisions are made waits in the queue, and not for longer than a decision may wait. */
    private CheckPoint queue(Duration trip) {
        String subject = "crowd queue";
        double rate = rate(trip);
        long waiting = (long) Math.ceil(
                Math.max(0, crowd.perSecondOfOne() - rate) * crowd.within().toNanos() / 1e9);
        double waitSeconds = waiting / rate;
        String found = String.format(
                Locale.ROOT,
                "%,.0f purchases a second come to an instance, which decides some %,.0f; %,d wait at most, for %.1f s",
                crowd.perSecondOfOne(),
                rate,
                waiting,
                waitSeconds);
        if (waiting > config.decisions().queueMax()) {
            return CheckPoint.amber(
                    subject,
                    found + ", --queue-max is " + config.decisions().queueMax(),
                    "raise it, or have more instances: past it buyers get 503");
        }
        return waitSeconds * 1e9 > config.decisions().decisionWait().toNanos()
                ? CheckPoint.amber(
                        subject,
                        found + ", --decision-wait is "
                                + config.decisions().decisionWait().toMillis() + " ms",
                        "have more instances, or raise it: past it buyers get 503")
                : CheckPoint.green(subject, found);
    }

    /** Two trips a batch. */
    private double rate(Duration trip) {
        if (trip == null || trip.isZero()) {
            return DECISIONS_PER_SECOND;
        }
        return Math.min(DECISIONS_PER_SECOND, config.decisions().batchMax() / (2 * trip.toNanos() / 1e9));
    }

    private CheckPoint outbox(long units) {
        return atLeast(
                "crowd outbox",
                Math.min(config.counter().outboxMax(), (long) config.delivery().unloggedMax() * crowd.instances()),
                Math.min(crowd.buyers(), units),
                "the lesser of --outbox-max, and --unlogged-max of all instances",
                "raise it: past it buyers get 503 while the order log is slow");
    }

    private CheckPoint viewers() {
        if (!config.pages().on()) {
            return CheckPoint.green("crowd viewers", "--pages off");
        }
        return atLeast(
                "crowd viewers",
                config.live().viewersMax(),
                crowd.buyersOfOne(),
                "--live-viewers-max",
                "raise it if buyers use the pages: past it theirs do not change by themselves");
    }

    private CheckPoint rates() {
        String subject = "crowd rates";
        Rates rates = config.admission().rates();
        if (rates.perBuyer() == null && rates.perAddress() == null) {
            return CheckPoint.green(subject, "none are set");
        }
        if (rates.tableMax() < crowd.buyersOfOne()) {
            return CheckPoint.amber(
                    subject,
                    "--rate-table-max is " + rates.tableMax() + ", an instance has " + crowd.buyersOfOne() + " buyers",
                    "raise it: those who are forgotten begin anew");
        }
        boolean isShared = rates.perAddress() != null
                && rates.proxies() == 0
                && rates.perAddress().requests()
                                * 1e9
                                / rates.perAddress().period().toNanos()
                        < crowd.perSecondOfOne();
        return isShared
                ? CheckPoint.amber(
                        subject,
                        "--rate-per-address is " + rates.perAddress() + " and --proxies is 0",
                        "if buyers come through a proxy, set --proxies: they share its address, and get 429")
                : CheckPoint.green(subject, "per buyer " + rates.perBuyer() + ", per address " + rates.perAddress());
    }

    private static CheckPoint atLeast(String subject, long most, long need, String setting, String remedy) {
        String found = setting + " is " + most + ", expected are " + need;
        return most < need ? CheckPoint.amber(subject, found, remedy) : CheckPoint.green(subject, found);
    }
}
