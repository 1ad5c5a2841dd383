package dev.seckill.consumer.audit;

import java.util.ArrayList;
import java.util.List;

/** How many orders show something, and the first few of them. */
final class Finding {

    private static final int EXAMPLES_MAX = 100;

    private final List<String> examples = new ArrayList<>();
    private long count;

    void add(String example) {
        count++;
        if (examples.size() < EXAMPLES_MAX) {
            examples.add(example);
        }
    }

    void addAll(Finding other) {
        other.examples.forEach(this::add);
        count += other.count - other.examples.size();
    }

    long count() {
        return count;
    }

    List<String> examples() {
        return List.copyOf(examples);
    }
}
