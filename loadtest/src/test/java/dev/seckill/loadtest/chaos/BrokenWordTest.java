package dev.seckill.loadtest.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BrokenWordTest {

    private final SortedMap<Long, Path> receipts = new TreeMap<>();
    private final Map<Path, String> verdicts = new HashMap<>();

    @BeforeEach
    void threeOrdersOfWhichOneIsGone() {
        say(3, "PROVEN: the order is event 3");
        say(4, "BROKEN-1: the receipt promises event 4");
        say(5, "PROVEN: the order is event 5");
    }

    private void say(long no, String verdict) {
        Path file = Path.of(no + ".receipt.json");
        receipts.put(no, file);
        verdicts.put(file, verdict);
    }

    private List<String> otherwise(Long... lied) {
        Map<Long, String> broken = new HashMap<>();
        for (long no : lied) {
            broken.put(no, BrokenWord.OTHER_LEAF);
        }
        return new BrokenWord(receipts, verdicts).otherwise(broken);
    }

    @Test
    void theReceiptThatMustBeBrokenIs() {
        assertThat(otherwise(4L)).isEmpty();
        assertThat(new BrokenWord(receipts, verdicts)).hasToString("event 4 BROKEN-1, 2 of 3 PROVEN");
    }

    @Test
    void aLieThatNoReceiptShowsIsTold() {
        assertThat(otherwise(4L, 5L)).containsExactly("the receipt of event 5 is PROVEN and not BROKEN-1");
    }

    @Test
    void aReceiptThatIsBrokenWithoutALieIsTold() {
        assertThat(otherwise()).containsExactly("the receipt of event 4 is BROKEN-1 and not PROVEN");
    }

    @Test
    void ofEachReceiptItsOwnVerdictIsExpected() {
        BrokenWord word = new BrokenWord(receipts, verdicts);

        assertThat(word.otherwise(Map.of(4L, BrokenWord.PAST_THE_END)))
                .containsExactly("the receipt of event 4 is BROKEN-1 and not BROKEN-2");
    }

    @Test
    void anotherVerdictThanTheExpectedOneIsTold() {
        say(4, "BROKEN-6: E1 fails at event 4");
        assertThat(otherwise(4L)).containsExactly("the receipt of event 4 is BROKEN-6 and not BROKEN-1");

        verdicts.remove(receipts.get(4L));
        assertThat(otherwise(4L)).containsExactly("the receipt of event 4 is no verdict and not BROKEN-1");
    }
}
