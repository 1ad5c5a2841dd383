package dev.seckill.loadtest.attack;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.seckill.loadtest.chaos.Reckoning;
import dev.seckill.loadtest.chaos.ReplyKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What came of a run.
 *
 * @param seed what the random requests were drawn from
 * @param planned how many assaults there should be
 * @param assaults what came of each
 * @param replies how many replies of each kind the buyers beside got
 * @param reckoning the witness; null if it could not be asked
 * @param incidents what went wrong besides, each of which fails the run
 */
record AttackReport(
        long seed,
        int planned,
        List<AssaultResult> assaults,
        Map<ReplyKind, Long> replies,
        Reckoning reckoning,
        List<String> incidents) {

    AttackReport {
        assaults = List.copyOf(assaults);
        replies = Map.copyOf(replies);
        incidents = List.copyOf(incidents);
    }

    /** Whether every assault took place and achieved nothing. Times do not count: they are there to be read. */
    @JsonProperty("pass")
    boolean isPass() {
        return assaults.size() == planned && reckoning != null && reasons().isEmpty();
    }

    /** Why it failed; empty when it passed. */
    @JsonProperty("reasons")
    List<String> reasons() {
        List<String> reasons = new ArrayList<>();
        assaults.forEach(result -> result.complaints()
                .forEach(complaint -> reasons.add(result.assault().word() + ": " + complaint)));
        reasons.addAll(incidents);
        if (reckoning != null) {
            reckoning.reasons().stream()
                    .filter(reason -> !incidents.contains(reason))
                    .forEach(reasons::add);
        }
        return reasons;
    }
}
