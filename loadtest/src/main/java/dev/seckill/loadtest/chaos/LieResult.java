package dev.seckill.loadtest.chaos;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What came of a lie.
 *
 * @param lie its name
 * @param found what was found of it, a line for each step
 * @param reasons what was found otherwise than it must be; empty when the lie came out just as it must
 */
record LieResult(String lie, List<String> found, List<String> reasons) {

    LieResult {
        Objects.requireNonNull(lie, "lie");
        found = List.copyOf(found);
        reasons = List.copyOf(reasons);
    }

    /** The same with one more reason. */
    LieResult with(String reason) {
        List<String> more = new ArrayList<>(reasons);
        more.add(reason);
        return new LieResult(lie, found, more);
    }

    /** Whether exactly those receipts show it that must, and nothing was signed that may not be. */
    @JsonProperty("pass")
    boolean isPass() {
        return reasons.isEmpty();
    }
}
