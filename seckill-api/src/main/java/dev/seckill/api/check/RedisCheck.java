package dev.seckill.api.check;

import dev.seckill.api.redis.RedisSeen;
import dev.seckill.api.redis.StoreRisk;
import dev.seckill.model.check.CheckPoint;
import dev.seckill.model.check.ClockCheck;
import dev.seckill.model.check.RoomCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Judges what one Redis tells of itself. */
final class RedisCheck {

    /** The oldest that was tested. */
    private static final double OLDEST = 6.2;

    /** A batch takes two of them. */
    private static final Duration SLOW_TRIP = Duration.ofMillis(10);

    private static final long MICROS = 1000;

    private final RedisSeen seen;
    private final Wanted wanted;

    /**
     * What is asked of it.
     *
     * @param replicas that a decision waits for
     * @param failsOver whether a replica is to take its place when it dies
     * @param connections that all instances open
     * @param bytes that the sale needs
     */
    record Wanted(int replicas, boolean failsOver, int connections, long bytes) {}

    RedisCheck(RedisSeen seen, Wanted wanted) {
        this.seen = seen;
        this.wanted = wanted;
    }

    List<CheckPoint> points() {
        List<CheckPoint> points = new ArrayList<>(List.of(server(), master(), rights(), writes(), eviction()));
        points.add(memory());
        points.add(appendOnlyFile());
        points.add(sync());
        points.add(replicas());
        if (wanted.failsOver()) {
            points.add(backlog());
        }
        points.add(connections());
        points.add(ClockCheck.point("redis clock", "Redis at " + seen.at(), seen.ahead(), seen.trip()));
        return points;
    }

    private CheckPoint server() {
        String subject = "redis server";
        String valkey = seen.info().get("valkey_version");
        String version = seen.info().getOrDefault("redis_version", "");
        String found = at((valkey == null ? "Redis " + version : "Valkey " + valkey) + ", "
                + String.format(Locale.ROOT, "%.3f", seen.trip().toNanos() / MICROS / 1e3) + " ms away");
        if (isOld(version)) {
            return CheckPoint.amber(subject, found, "use Redis " + OLDEST + " or newer: older ones were not tried");
        }
        return seen.trip().compareTo(SLOW_TRIP) > 0
                ? CheckPoint.amber(subject, found, "have the API nearer to Redis: each batch takes two such trips")
                : CheckPoint.green(subject, found);
    }

    private static boolean isOld(String version) {
        String[] parts = version.split("\\.");
        return parts.length < 2
                || !version.matches("[0-9.]+")
                || Double.parseDouble(parts[0] + "." + parts[1]) < OLDEST;
    }

    private CheckPoint master() {
        String subject = "redis master";
        String role = info("role");
        if (!"master".equals(role)) {
            return CheckPoint.red(subject, at("its role is " + role), "name the master in --redis");
        }
        if ("1".equals(info("loading"))) {
            return CheckPoint.red(subject, at("it reads its data still"), "wait until it has");
        }
        return seen.confirmed()
                ? CheckPoint.green(subject, at("it is"))
                : CheckPoint.red(
                        subject,
                        at("no majority of the sentinels, or no other node, names it"),
                        "start them, let this machine reach them, and mend one that names another: until then nothing is"
                                + " sold");
    }

    private CheckPoint rights() {
        String subject = "redis rights";
        return seen.lacking().isEmpty()
                ? CheckPoint.green(subject, at("all commands that are needed"))
                : CheckPoint.red(
                        subject,
                        at("the user lacks " + String.join(", ", seen.lacking())),
                        "grant them with ACL SETUSER, as infra/secure/redis-users.acl lists them");
    }

    private CheckPoint writes() {
        String subject = "redis writes";
        return seen.refusal() == null
                ? CheckPoint.green(subject, at("it would take a sale's commands"))
                : CheckPoint.red(subject, at("it refuses " + seen.refusal()), "mend what its reply says");
    }

    private CheckPoint eviction() {
        String subject = "redis eviction";
        String policy = info("maxmemory_policy");
        if (policy == null) {
            return notTold(subject);
        }
        if (policy.equals("noeviction")) {
            return CheckPoint.green(subject, at(policy));
        }
        StoreRisk risk = policy.startsWith("volatile-") ? StoreRisk.EVICTION_OF_KEYS : StoreRisk.EVICTION_OF_ALL;
        return CheckPoint.red(subject, at(policy), risk.sentence());
    }

    /** Without a bound of its own, Redis may have what the machine has; who else uses that is not told. */
    private CheckPoint memory() {
        String subject = "redis memory";
        long used = number("used_memory");
        long bound = number("maxmemory");
        long total = bound > 0 ? bound : number("total_system_memory");
        if (used < 0 || total <= 0) {
            return notTold(subject);
        }
        return RoomCheck.point(
                subject,
                seen.at() + (bound > 0 ? ", maxmemory" : ", the machine's memory (no maxmemory)"),
                Math.max(0, total - used),
                total,
                wanted.bytes(),
                bound > 0 ? "raise maxmemory" : "give it a machine with more memory");
    }

    private CheckPoint appendOnlyFile() {
        String subject = "redis append-only file";
        String enabled = info("aof_enabled");
        if (enabled == null) {
            return notTold(subject);
        }
        if (enabled.equals("0")) {
            return CheckPoint.red(subject, at("off"), StoreRisk.RESTART.sentence());
        }
        String lastWrite = seen.info().getOrDefault("aof_last_write_status", "ok");
        if (!lastWrite.equals("ok")) {
            return CheckPoint.red(
                    subject, at("its last write: " + lastWrite), "look at Redis's log and at the room on its disk");
        }
        String lastRewrite = seen.info().getOrDefault("aof_last_bgrewrite_status", "ok");
        return lastRewrite.equals("ok")
                ? CheckPoint.green(subject, at("on, last write ok"))
                : CheckPoint.amber(
                        subject,
                        at("its last rewrite: " + lastRewrite),
                        "look at Redis's log and at the room on its disk");
    }

    private CheckPoint sync() {
        String subject = "redis appendfsync";
        String policy = seen.config().get(RedisSeen.APPEND_FSYNC);
        if (policy == null) {
            return CheckPoint.unknown(
                    subject,
                    at("the program's user may not ask"),
                    "as an operator: CONFIG GET appendfsync; it should be always or everysec");
        }
        return policy.equals("no")
                ? CheckPoint.amber(
                        subject,
                        at(policy),
                        "CONFIG SET appendfsync everysec: a machine that dies forgets more than that")
                : CheckPoint.green(subject, at(policy));
    }

    private CheckPoint replicas() {
        String subject = "redis replicas";
        long online = seen.info().entrySet().stream()
                .filter(line ->
                        line.getKey().matches("slave\\d+") && line.getValue().contains("state=online"))
                .count();
        String found = at(online + " online, a decision waits for " + wanted.replicas());
        if (online < wanted.replicas()) {
            return CheckPoint.red(
                    subject, found, "start the replicas: each decision waits for --redis-replicas-wait in vain");
        }
        if (wanted.failsOver() && online == 0) {
            return CheckPoint.amber(subject, found, "start a replica: nobody can take this master's place");
        }
        return CheckPoint.green(subject, found);
    }

    /** Its replication id is part of its name in the sales' marks once it was promoted. */
    private CheckPoint backlog() {
        String subject = "redis repl-backlog-ttl";
        String seconds = seen.config().get(RedisSeen.BACKLOG_TTL);
        if (seconds == null) {
            return CheckPoint.unknown(
                    subject,
                    at("the program's user may not ask"),
                    "as an operator: CONFIG GET repl-backlog-ttl; it should be 0");
        }
        return seconds.equals("0")
                ? CheckPoint.green(subject, at(seconds))
                : CheckPoint.amber(
                        subject,
                        at(seconds),
                        "CONFIG SET repl-backlog-ttl 0 on it and its replicas: after so many seconds without replicas a"
                                + " promoted master would pass for another server");
    }

    private CheckPoint connections() {
        String subject = "redis connections";
        long most = number("maxclients");
        long open = number("connected_clients");
        if (most < 0 || open < 0) {
            return notTold(subject);
        }
        String found = at(open + " of " + most + " open; the instances open " + wanted.connections() + " at most");
        return most - open < wanted.connections()
                ? CheckPoint.red(subject, found, "raise maxclients")
                : CheckPoint.green(subject, found);
    }

    private CheckPoint notTold(String subject) {
        return CheckPoint.unknown(subject, at("it does not tell"), "look at INFO and CONFIG GET as an operator");
    }

    private String info(String name) {
        return seen.info().get(name);
    }

    /** Below zero: not told. */
    private long number(String name) {
        String text = seen.info().getOrDefault(name, "");
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
    }

    private String at(String what) {
        return seen.at() + ": " + what;
    }
}
