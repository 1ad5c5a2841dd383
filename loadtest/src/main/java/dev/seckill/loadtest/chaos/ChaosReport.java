package dev.seckill.loadtest.chaos;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.seckill.loadtest.proof.ProofVerdict;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What came of a run.
 *
 * @param seed what the plan was drawn from
 * @param planned rounds that were to be played
 * @param rounds those that were; fewer after one that failed
 * @param receipts what all receipts of each sale proved in the end; empty if they were not checked
 * @param lies what came of those that the shop told; empty if it told none
 */
record ChaosReport(
        long seed, int planned, List<RoundResult> rounds, Map<String, ProofVerdict> receipts, List<LieResult> lies) {

    ChaosReport {
        rounds = List.copyOf(rounds);
        receipts = Collections.unmodifiableMap(new TreeMap<>(receipts));
        lies = List.copyOf(lies);
    }

    /** Before receipts are checked, and lies told. */
    ChaosReport(long seed, int planned, List<RoundResult> rounds) {
        this(seed, planned, rounds, Map.of(), List.of());
    }

    ChaosReport with(Map<String, ProofVerdict> checked) {
        return new ChaosReport(seed, planned, rounds, checked, lies);
    }

    ChaosReport with(List<LieResult> told) {
        return new ChaosReport(seed, planned, rounds, receipts, told);
    }

    /** Whether every planned round was played and all is well. */
    @JsonProperty("pass")
    boolean isPass() {
        return rounds.size() == planned
                && rounds.stream().allMatch(RoundResult::isPass)
                && receipts.values().stream().allMatch(ProofVerdict::isPass)
                && lies.stream().allMatch(LieResult::isPass);
    }

    /** Whether {@link #total()} covers every round that was played. */
    @JsonProperty("judgedToTheEnd")
    boolean isJudgedToTheEnd() {
        return rounds.stream().allMatch(RoundResult::isJudged);
    }

    /** The last word of the witness of each sale; empty if it was never asked. */
    @JsonProperty("total")
    List<SaleReckoning> total() {
        return rounds.stream()
                .filter(RoundResult::isJudged)
                .map(RoundResult::sales)
                .reduce((earlier, later) -> later)
                .orElse(List.of());
    }

    /** Why it failed; empty when it passed. */
    @JsonProperty("reasons")
    List<String> reasons() {
        Stream<String> ofRounds = rounds.stream()
                .flatMap(result -> reasons(result)
                        .map(reason -> "round " + result.round().number() + ", "
                                + result.round().fault().word() + ": " + reason));
        Stream<String> ofLies =
                lies.stream().flatMap(lie -> lie.reasons().stream().map(reason -> lie.lie() + ": " + reason));
        return Stream.of(ofRounds, reasons(receipts), ofLies)
                .flatMap(Function.identity())
                .toList();
    }

    private static Stream<String> reasons(RoundResult result) {
        return result.isJudged()
                ? Stream.concat(result.sales().stream().flatMap(ChaosReport::reasons), reasons(result.receipts()))
                : Stream.of(result.incident());
    }

    private static Stream<String> reasons(SaleReckoning sale) {
        return sale.reckoning().reasons().stream().map(reason -> "sale " + sale.sale() + ": " + reason);
    }

    private static Stream<String> reasons(Map<String, ProofVerdict> receipts) {
        return receipts.entrySet().stream()
                .flatMap(sale -> sale.getValue().reasons().stream()
                        .map(reason -> "receipts of sale " + sale.getKey() + ": " + reason));
    }
}
