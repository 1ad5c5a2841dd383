package dev.seckill.api.live;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Those who watch one stream, each of whom is sent the same bytes. Used by one thread. */
final class Audience {

    /** With the time when each stream has lasted long enough. */
    private final Map<Viewer, Long> viewers = new LinkedHashMap<>();

    private byte[] newest;

    /** @param endNanos when its stream ends at the latest, of the stopwatch */
    void join(Viewer viewer, long endNanos) {
        viewers.put(viewer, endNanos);
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
        viewers.keySet().forEach(viewer -> viewer.offer(message));
    }

    /** Whether anything was told. */
    boolean wasTold() {
        return newest != null;
    }

    /** Keeps silent connections open. */
    void tellSilent(byte[] comment) {
        viewers.keySet().forEach(viewer -> viewer.offerIfSilent(comment));
    }

    /** Drops those who do not take their message in time; returns how many those were. */
    long dropLate(long now, long waitNanos) {
        return List.copyOf(viewers.keySet()).stream()
                .filter(viewer -> viewer.isDroppedAsLate(now, waitNanos))
                .count();
    }

    /** Ends streams that have lasted long enough. */
    void endOld(long now) {
        viewers.entrySet().stream()
                .filter(viewer -> now - viewer.getValue() >= 0)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(Viewer::close);
    }

    void close() {
        List.copyOf(viewers.keySet()).forEach(Viewer::close);
    }
}
