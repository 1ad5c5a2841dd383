package dev.seckill.loadtest.run;

import dev.seckill.loadtest.witness.Answer;
import dev.seckill.loadtest.witness.BuyerOutcome;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;

/**
 * A run to look at: what buyers were told over time, how long each waited, and the verdict. Needs no screen, but a JDK
 * that can write text into pictures, which a headless one without fonts cannot.
 */
final class SalePicture {

    static final int WIDTH = 1000;
    static final int HEIGHT = 560;
    static final int SCALE = 2;

    static final Map<BuyerOutcome, Color> COLOURS = Map.of(
            BuyerOutcome.ACCEPTED, new Color(0x1a7f37),
            BuyerOutcome.SOLD_OUT, new Color(0x9cc3e6),
            BuyerOutcome.NOT_OPEN, new Color(0xc9c9c9),
            BuyerOutcome.LIMIT_REACHED, new Color(0x8250df),
            BuyerOutcome.REFUSED, new Color(0xd1793b),
            BuyerOutcome.FAILED, new Color(0xb42318));

    private static final Map<BuyerOutcome, String> NAMES = Map.of(
            BuyerOutcome.ACCEPTED, "accepted",
            BuyerOutcome.SOLD_OUT, "sold out",
            BuyerOutcome.NOT_OPEN, "not open",
            BuyerOutcome.LIMIT_REACHED, "limit",
            BuyerOutcome.REFUSED, "refused",
            BuyerOutcome.FAILED, "failed");

    /** What the model case always has. */
    private static final Set<BuyerOutcome> USUAL = Set.of(BuyerOutcome.ACCEPTED, BuyerOutcome.SOLD_OUT);

    private final PictureText words;
    private final List<Answer> answers;
    private final BufferedImage image;
    private final Graphics2D graphics;
    private final PicturePen pen;

    private SalePicture(PictureText words, List<Answer> answers) {
        this.words = words;
        this.answers = answers;
        this.image = new BufferedImage(SCALE * WIDTH, SCALE * HEIGHT, BufferedImage.TYPE_INT_RGB);
        this.graphics = image.createGraphics();
        this.pen = new PicturePen(graphics);
    }

    /** Writes the picture as PNG; makes the folder if it is missing. */
    static void write(Path file, PictureText words, List<Answer> answers) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        ImageIO.write(draw(words, answers), "png", file.toFile());
    }

    static BufferedImage draw(PictureText words, List<Answer> answers) {
        System.setProperty("java.awt.headless", "true");
        return new SalePicture(words, answers).draw();
    }

    private BufferedImage draw() {
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.scale(SCALE, SCALE);
        pen.fill(Color.WHITE, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
        pen.text(60, 48, 26, Font.BOLD, PicturePen.TEXT, words.title());
        drawLegend();
        SalePlots plots = new SalePlots(answers, pen);
        plots.drawReplies();
        plots.drawWaits(words.longestMillis());
        drawVerdict();
        graphics.dispose();
        return image;
    }

    private void drawLegend() {
        double x = SalePlots.REPLIES.getX();
        for (BuyerOutcome outcome : BuyerOutcome.values()) {
            if (!USUAL.contains(outcome) && count(outcome) == 0) {
                continue;
            }
            pen.fill(COLOURS.get(outcome), new Rectangle2D.Double(x, 72, 12, 12));
            pen.text(x + 18, 83, 14, Font.PLAIN, PicturePen.TEXT, NAMES.get(outcome));
            x += 110;
        }
    }

    private void drawVerdict() {
        pen.fill(
                COLOURS.get(words.isPass() ? BuyerOutcome.ACCEPTED : BuyerOutcome.FAILED),
                new Rectangle2D.Double(740, 20, 110, 42));
        pen.text(758, 50, 26, Font.BOLD, Color.WHITE, words.isPass() ? "PASS" : "FAIL");
        double y = 118;
        for (PictureText.Figure figure : words.figures()) {
            pen.text(740, y, 15, Font.PLAIN, PicturePen.PALE, figure.name());
            pen.right(970, y, 15, PicturePen.TEXT, figure.value());
            y += 29;
        }
    }

    private long count(BuyerOutcome outcome) {
        return answers.stream().filter(answer -> answer.outcome() == outcome).count();
    }

    static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
