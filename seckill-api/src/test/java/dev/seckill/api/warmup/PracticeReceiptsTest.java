package dev.seckill.api.warmup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.proof.note.Note;
import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.text.Receipt;
import dev.seckill.proof.text.ReceiptFile;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class PracticeReceiptsTest {

    private final PracticeReceipts receipts = new PracticeReceipts("warm-up");

    @Test
    void makesWhatARealReceiptIs() {
        ReceiptFile file = ReceiptFile.parse(receipts.file(57).bytes());

        EventLeaf leaf =
                Receipt.parse(Note.parse(file.receipt().getBytes(UTF_8))).leaf();
        assertThat(leaf.no()).isEqualTo(57);
        assertThat(file.isHolderOf(leaf)).isTrue();
    }

    @Test
    void isOfAShopThatCannotBe() {
        assertThat(receipts.file(1).receipt()).contains("origin warm-up.invalid/warm-up/");
    }

    @Test
    void makesSoMany() {
        assertThat(receipts.make(3, () -> false)).isEqualTo(3);
    }

    @Test
    void leavesOffWhenItIsOver() {
        AtomicInteger asked = new AtomicInteger();

        assertThat(receipts.make(1000, () -> asked.incrementAndGet() > 2)).isEqualTo(2);
    }
}
