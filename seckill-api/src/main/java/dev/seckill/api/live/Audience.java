package dev.seckill.api.live;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Those who watch one stream, each of whom is sent the same bytes. Used by one thread. */
final class Audience {

    private final Set<Viewer> viewers = new LinkedHashSet<>();
    private byte[] newest;

    void join(Viewer viewer) {
        viewers.add(viewer);
        if (newest != null) {
            viewer.offer(newest);
        }
    }

    void leave(Viewer viewer) {
        viewers.remove(viewer);
    }

    boolean isEmpty() {
        return viewers.isEmpty();
    }

    /** Sends to whoever joins until the next message. */
    void keep(byte[] message) {
        newest = message;
    }

    /** The same, and to all who are there. */
    void tell(byte[] message) {
        keep(message);
        viewers.forEach(viewer -> viewer.offer(message));
    }

    /** Whether anything was told. */
    boolean wasTold() {
        return newest != null;
    }

    /** Keeps silent connections open. */
    void tellSilent(byte[] comment) {
        viewers.forEach(viewer -> viewer.offerIfSilent(comment));
    }

    /** Drops those who do not take their message in time; returns how many those were. */
    long dropLate(long now, long waitNanos) {
        return List.copyOf(viewers).stream()
                .filter(viewer -> viewer.isDroppedAsLate(now, waitNanos))
                .count();
    }

    void close() {
        List.copyOf(viewers).forEach(Viewer::close);
    }
}
