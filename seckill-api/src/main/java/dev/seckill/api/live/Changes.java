package dev.seckill.api.live;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Whether viewers have to be told of something: that time goes by is no news. */
final class Changes {

    private static final Set<String> TIMES = Set.of("at", "serverTime", "seenAt");

    private Changes() {}

    /** Whether two trees of maps and lists differ in anything else than when they were seen. */
    static boolean differ(Object before, Object now) {
        if (before instanceof Map<?, ?> was && now instanceof Map<?, ?> is) {
            return was.size() != is.size()
                    || is.entrySet().stream()
                            .anyMatch(field -> !TIMES.contains(String.valueOf(field.getKey()))
                                    && differ(was.get(field.getKey()), field.getValue()));
        }
        if (before instanceof List<?> was && now instanceof List<?> is) {
            return was.size() != is.size() || differ(was.iterator(), is.iterator());
        }
        return !Objects.equals(before, now);
    }

    private static boolean differ(Iterator<?> before, Iterator<?> now) {
        while (now.hasNext()) {
            if (differ(before.next(), now.next())) {
                return true;
            }
        }
        return false;
    }
}
