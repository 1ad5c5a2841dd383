package dev.seckill.consumer.check;

import dev.seckill.consumer.store.BookSeen;
import dev.seckill.model.check.CheckPoint;
import dev.seckill.model.check.ClockCheck;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Judges what MySQL tells of itself and of the order book. */
final class BookCheck {

    private static final List<String> TABLES = List.of("orders", "events", "sales");
    private static final List<String> TO_STORE = List.of("SELECT", "INSERT", "UPDATE");
    private static final List<String> TO_MIGRATE = List.of("SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER");
    private static final double MICROS_IN_MILLI = 1e3;
    private static final long NANOS_IN_MICRO = 1000;

    private final BookSeen seen;
    private final int connections;
    private final Grants grants;

    /** @param connections that one consumer opens */
    BookCheck(BookSeen seen, int connections) {
        this.seen = seen;
        this.connections = connections;
        this.grants = new Grants(seen.grants());
    }

    List<CheckPoint> points() {
        return List.of(
                server(),
                tables(),
                rights(),
                writable(),
                durable(),
                openConnections(),
                ClockCheck.point("mysql clock", "MySQL at " + seen.server(), seen.ahead(), seen.trip()));
    }

    private CheckPoint server() {
        String subject = "mysql server";
        String found = String.format(
                Locale.ROOT,
                "%s: MySQL %s, %.3f ms away",
                seen.server(),
                seen.version(),
                seen.trip().toNanos() / NANOS_IN_MICRO / MICROS_IN_MILLI);
        return seen.version().contains("MariaDB")
                ? CheckPoint.red(subject, found, "use MySQL 8.0: MariaDB does not know its operator ->> for JSON")
                : CheckPoint.green(subject, found);
    }

    private CheckPoint tables() {
        String subject = "mysql tables";
        if (seen.foreign() != null) {
            return CheckPoint.red(subject, seen.foreign(), "give it a database of its own (--mysql)");
        }
        if (seen.migrated()) {
            return CheckPoint.green(subject, seen.database() + ": all are there, of this version");
        }
        String found = seen.database() + ": "
                + (seen.missing().isEmpty() ? "they are older" : "there is no " + String.join(", ", seen.missing()));
        return mayMigrate()
                ? CheckPoint.amber(subject, found, "run migrate; otherwise the consumer does so at its start")
                : CheckPoint.red(subject, found, "run migrate as a user who may change tables");
    }

    private boolean mayMigrate() {
        return grants.missing(TO_MIGRATE, seen.database(), TABLES).isEmpty();
    }

    private CheckPoint rights() {
        String subject = "mysql rights";
        Set<String> missing = grants.missing(TO_STORE, seen.database(), TABLES);
        if (missing.isEmpty()) {
            return CheckPoint.green(subject, String.join(", ", TO_STORE) + " on " + seen.database());
        }
        String found = "the user lacks " + String.join(", ", missing) + " on " + seen.database();
        return grants.hasRoles()
                ? CheckPoint.unknown(
                        subject, found + ", unless by a role", "SHOW GRANTS FOR CURRENT_USER() USING its roles")
                : CheckPoint.red(
                        subject,
                        found,
                        "GRANT " + String.join(", ", missing) + " ON " + seen.database() + ".* TO the user");
    }

    private CheckPoint writable() {
        String subject = "mysql writable";
        for (String setting : List.of("super_read_only", "read_only")) {
            if (isOn(setting)) {
                return CheckPoint.red(
                        subject, seen.server() + ": " + setting + " is on", "name the server in --mysql that takes writes");
            }
        }
        return seen.settings().containsKey("read_only")
                ? CheckPoint.green(subject, seen.server() + ": it takes writes")
                : notTold(subject);
    }

    /** What MySQL forgets has its offset committed, so nobody stores it again but audit. */
    private CheckPoint durable() {
        String subject = "mysql durability";
        String flush = seen.settings().get("innodb_flush_log_at_trx_commit");
        if (flush == null) {
            return notTold(subject);
        }
        String binlog = seen.settings().getOrDefault("sync_binlog", "1");
        String found = "innodb_flush_log_at_trx_commit=" + flush
                + (isOn("log_bin") ? ", sync_binlog=" + binlog : ", no binary log");
        return flush.equals("1") && (!isOn("log_bin") || binlog.equals("1"))
                ? CheckPoint.green(subject, found)
                : CheckPoint.amber(
                        subject, found, "set both to 1: a machine that dies forgets orders, and only audit --repair mends");
    }

    private CheckPoint openConnections() {
        String subject = "mysql connections";
        String most = seen.settings().get("max_connections");
        String open = seen.settings().get("threads_connected");
        if (most == null || open == null) {
            return notTold(subject);
        }
        String found = open + " of " + most + " open; a consumer opens " + connections + " at most";
        return Long.parseLong(most) - Long.parseLong(open) < connections
                ? CheckPoint.red(subject, found, "raise max_connections")
                : CheckPoint.green(subject, found);
    }

    private boolean isOn(String setting) {
        return Set.of("ON", "1").contains(seen.settings().getOrDefault(setting, ""));
    }

    private static CheckPoint notTold(String subject) {
        return CheckPoint.unknown(subject, "MySQL does not tell", "SHOW GLOBAL VARIABLES as an operator");
    }
}
