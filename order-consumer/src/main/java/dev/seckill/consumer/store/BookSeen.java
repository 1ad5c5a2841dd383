package dev.seckill.consumer.store;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What MySQL tells of itself and of the order book.
 *
 * @param server {@code host:port}
 * @param version the server's own words
 * @param database its name
 * @param grants the lines of SHOW GRANTS
 * @param settings global variables, and the status {@code Threads_connected}, by name in lower case
 * @param missing tables that are not there
 * @param migrated whether nothing is left to migrate
 * @param foreign why the tables are not those of this program; null if they are
 * @param ahead how far its clock is ahead of this machine's
 * @param trip how long the quickest of some questions took
 */
public record BookSeen(
        String server,
        String version,
        String database,
        List<String> grants,
        Map<String, String> settings,
        List<String> missing,
        boolean migrated,
        String foreign,
        Duration ahead,
        Duration trip) {

    /** Copies the lists. */
    public BookSeen {
        grants = List.copyOf(grants);
        settings = Map.copyOf(settings);
        missing = List.copyOf(missing);
    }
}
