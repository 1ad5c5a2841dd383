package dev.seckill.loadtest.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TallyTest {

    private static final String PROVEN = "PROVEN: the order is event 3 of shop.example/proofs/cars/20261122T101500Z";
    private static final String DUE = "PROMISED: the order is due in a signed tree at 2026-11-22T10:20:30.000Z";
    private static final String OVERDUE = "PROMISED: the order was due in a signed tree at 2026-11-22T10:20:30.000Z,"
            + " which is over by this clock; no proof was given";
    private static final String BROKEN = "BROKEN-1: the receipt promises event 3, but something else is there";

    @Test
    void whatIsProvenOrReleasedIsGood() {
        ProofVerdict verdict =
                verdict(false, PROVEN, "RELEASED: the order is event 4, and event 9 gave its units back");

        assertThat(verdict.isPass()).isTrue();
        assertThat(verdict.counts()).isEqualTo("2 of 2 receipts proven");
    }

    @Test
    void aPromiseIsGoodSoonAfterItWasMadeAndNotInTheEnd() {
        ProofVerdict soon = verdict(true, PROVEN, DUE);

        assertThat(soon.isPass()).isTrue();
        assertThat(soon.counts()).isEqualTo("1 of 2 receipts proven, 1 promised");
        assertThat(verdict(false, PROVEN, DUE).reasons()).containsExactly(DUE);
    }

    @Test
    void whatIsOverdueIsNeverGood() {
        assertThat(verdict(true, OVERDUE).reasons()).containsExactly(OVERDUE);
    }

    @Test
    void whatIsBrokenIsToldAndNotMoreOftenThanAPersonReads() {
        assertThat(verdict(true, PROVEN, BROKEN).reasons()).containsExactly(BROKEN);
        assertThat(verdict(true, Collections.nCopies(500, BROKEN).toArray(String[]::new))
                        .reasons())
                .hasSize(11)
                .last()
                .isEqualTo("and so on: 500 receipts are not proven");
    }

    @Test
    void whatDidNotComeIsTold() {
        Tally tally = new Tally(1, true);
        tally.missing(List.of("the receipt of order 1: status 404"));

        assertThat(tally.verdict(null).reasons())
                .containsExactly("did not come: 1 (the receipt of order 1: status 404)");
    }

    @Test
    void ofSeveralReceiptsEachVerdictStandsBelowTheName() {
        Path one = Path.of("1.receipt.json");
        Path other = Path.of("2.receipt.json");
        List<String> words = List.of(one.toString(), PROVEN, "  accepted: …", other.toString(), BROKEN, "", "a paper");

        assertThat(StandAloneVerifier.read(List.of(one, other), words)).isEqualTo(Map.of(one, PROVEN, other, BROKEN));
        assertThat(StandAloneVerifier.read(List.of(one, other), words.subList(0, 3)))
                .isEqualTo(Map.of(one, PROVEN));
        assertThat(StandAloneVerifier.read(List.of(other), List.of(BROKEN, "", "a paper")))
                .isEqualTo(Map.of(other, BROKEN));
        assertThat(StandAloneVerifier.word(BROKEN)).isEqualTo("BROKEN-1");
    }

    private static ProofVerdict verdict(boolean mayBePromised, String... verdicts) {
        Tally tally = new Tally(verdicts.length, mayBePromised);
        List.of(verdicts).forEach(tally::take);
        return tally.verdict(null);
    }
}
