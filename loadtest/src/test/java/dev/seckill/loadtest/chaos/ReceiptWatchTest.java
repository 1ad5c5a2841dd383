package dev.seckill.loadtest.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.loadtest.witness.JournalVerdict;
import dev.seckill.proof.text.Certificate;
import dev.seckill.proof.text.Figures;
import dev.seckill.proof.text.Origin;
import dev.seckill.proof.tree.Hash;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceiptWatchTest {

    private static final Instant BIRTH = Instant.parse("2026-11-22T10:15:00Z");

    /** Twelve events and three numbers that were given up. */
    private static final JournalVerdict JOURNAL = new JournalVerdict(true, 12, 0, 90, List.of());

    @Test
    void aCertificateThatTellsTheJournalIsGood() {
        assertThat(ReceiptWatch.otherwise(certificate(15, 3, 90), JOURNAL, 15)).isEmpty();
    }

    @Test
    void aCertificateThatTellsAnotherJournalIsNot() {
        assertThat(ReceiptWatch.otherwise(certificate(15, 2, 90), JOURNAL, 15))
                .containsExactly("the certificate says 2 numbers given up, the journal 3");
        assertThat(ReceiptWatch.otherwise(certificate(15, 3, 89), JOURNAL, 15))
                .containsExactly("the certificate says 89 units left, the journal 90");
        assertThat(ReceiptWatch.otherwise(certificate(16, 3, 90), JOURNAL, 15))
                .containsExactly("the certificate says 16 events, the journal 15");
    }

    private static Certificate certificate(long size, long voids, long left) {
        return new Certificate(
                new Origin("localhost/proofs", "counter", BIRTH),
                Certificate.State.INTERIM,
                BIRTH.plusSeconds(60),
                size,
                Hash.OF_NO_LEAF,
                new Figures(100, 10, 0, 0, voids, left, BIRTH, BIRTH.plusSeconds(50)));
    }
}
