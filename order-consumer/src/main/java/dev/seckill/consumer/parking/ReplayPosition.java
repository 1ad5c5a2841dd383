package dev.seckill.consumer.parking;

import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * Which messages of one partition of the parked topic were replayed: all below an offset, and single ones above it.
 * Kafka keeps both in one commit, the single ones as the commit's metadata, so the topic itself stays as it is.
 */
final class ReplayPosition {

    /** Kafka refuses more than 4096 characters by default. */
    private static final int METADATA_LENGTH_MAX = 4000;

    private long next;
    private final TreeSet<Long> singles = new TreeSet<>();

    /** @param committed null if nothing was replayed yet */
    ReplayPosition(OffsetAndMetadata committed, long begin) {
        next = committed == null ? begin : Math.max(begin, committed.offset());
        if (committed != null && !committed.metadata().isBlank()) {
            Arrays.stream(committed.metadata().split(",")).map(Long::valueOf).forEach(singles::add);
        }
        advance();
    }

    boolean contains(long offset) {
        return offset < next || singles.contains(offset);
    }

    /** How many messages up to that end were not replayed. */
    long waiting(long end) {
        return Math.max(0, end - next - singles.headSet(end).size());
    }

    void add(long offset) {
        singles.add(offset);
        advance();
    }

    /** @throws IllegalStateException if more single messages were replayed than a commit can name */
    OffsetAndMetadata toCommit() {
        String metadata = singles.stream().map(String::valueOf).collect(Collectors.joining(","));
        if (metadata.length() > METADATA_LENGTH_MAX) {
            throw new IllegalStateException("too many single messages were replayed to remember each (count="
                    + singles.size() + "): replay all");
        }
        return new OffsetAndMetadata(next, metadata);
    }

    private void advance() {
        singles.headSet(next).clear();
        while (singles.remove(next)) {
            next++;
        }
    }
}
