package dev.seckill.api.outbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** Lets sales take turns, so that one with many events does not keep another's waiting. */
final class Turns {

    private int next;

    /**
     * One of each list after the other, then the second of each, until there are so many. Another list comes first each
     * time.
     */
    <T> List<T> take(Collection<? extends Collection<T>> lists, int max) {
        List<Iterator<T>> waiting = new ArrayList<>(lists.size());
        lists.forEach(list -> waiting.add(list.iterator()));
        if (!waiting.isEmpty()) {
            Collections.rotate(waiting, -(next++ & Integer.MAX_VALUE) % waiting.size());
        }
        List<T> taken = new ArrayList<>();
        while (!waiting.isEmpty() && taken.size() < max) {
            waiting.removeIf(list -> {
                if (list.hasNext() && taken.size() < max) {
                    taken.add(list.next());
                }
                return !list.hasNext();
            });
        }
        return taken;
    }
}
