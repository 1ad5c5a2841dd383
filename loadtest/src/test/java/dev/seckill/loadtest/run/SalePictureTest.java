package dev.seckill.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.loadtest.witness.Answer;
import dev.seckill.loadtest.witness.BuyerOutcome;
import dev.seckill.loadtest.witness.CounterState;
import dev.seckill.loadtest.witness.Evidence;
import dev.seckill.loadtest.witness.Expectation;
import dev.seckill.loadtest.witness.JournalVerdict;
import dev.seckill.loadtest.witness.Verdict;
import dev.seckill.loadtest.witness.Witness;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SalePictureTest {

    private static final int BUYERS = 100;

    @Test
    void showsEachOutcomeThatThereWasAndNoOther() {
        List<Answer> answers = answers(BuyerOutcome.ACCEPTED, BuyerOutcome.SOLD_OUT);

        BufferedImage picture = SalePicture.draw(PictureText.of(verdict(answers)), answers);

        assertThat(pixels(picture, BuyerOutcome.ACCEPTED)).isPositive();
        assertThat(pixels(picture, BuyerOutcome.SOLD_OUT)).isPositive();
        assertThat(pixels(picture, BuyerOutcome.REFUSED)).isZero();
    }

    @Test
    void showsRefusals() {
        List<Answer> answers = answers(BuyerOutcome.SOLD_OUT, BuyerOutcome.REFUSED);

        assertThat(pixels(SalePicture.draw(PictureText.of(verdict(answers)), answers), BuyerOutcome.REFUSED))
                .isPositive();
    }

    @Test
    void isWrittenAsPngIntoANewFolderEvenIfNobodyAnswered(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("new/sale.png");

        SalePicture.write(file, PictureText.of(verdict(List.of())), List.of());

        BufferedImage picture = ImageIO.read(file.toFile());
        assertThat(picture.getWidth()).isEqualTo(SalePicture.SCALE * SalePicture.WIDTH);
        assertThat(picture.getHeight()).isEqualTo(SalePicture.SCALE * SalePicture.HEIGHT);
    }

    /** Each of the outcomes in turn, a buyer every 10 ms. */
    private static List<Answer> answers(BuyerOutcome... outcomes) {
        List<Answer> answers = new ArrayList<>();
        for (int buyer = 0; buyer < BUYERS; buyer++) {
            BuyerOutcome outcome = outcomes[buyer % outcomes.length];
            answers.add(new Answer(
                    "buyer " + buyer,
                    outcome,
                    outcome == BuyerOutcome.ACCEPTED ? "order-" + buyer : null,
                    Instant.EPOCH.plusMillis(10L * buyer),
                    Duration.ofMillis(1 + buyer % 7),
                    ""));
        }
        return answers;
    }

    private static Verdict verdict(List<Answer> answers) {
        CounterState counter = new CounterState(50, 50, 0, 0);
        return Witness.judge(
                new Expectation("counter", BUYERS, 50, counter, false),
                new Evidence(answers, List.of(), counter, JournalVerdict.NONE, List.of()));
    }

    private static long pixels(BufferedImage picture, BuyerOutcome outcome) {
        int colour = SalePicture.COLOURS.get(outcome).getRGB();
        long pixels = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                if (picture.getRGB(x, y) == colour) {
                    pixels++;
                }
            }
        }
        return pixels;
    }
}
