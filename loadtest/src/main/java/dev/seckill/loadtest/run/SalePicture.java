package dev.seckill.loadtest.run;

import dev.seckill.loadtest.witness.Answer;
import dev.seckill.loadtest.witness.BuyerOutcome;
import dev.seckill.loadtest.witness.ReplyTimes;
import dev.seckill.loadtest.witness.Verdict;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
            BuyerOutcome.REFUSED, new Color(0xd1793b),
            BuyerOutcome.FAILED, new Color(0xb42318));

    private static final Map<BuyerOutcome, String> NAMES = Map.of(
            BuyerOutcome.ACCEPTED, "accepted",
            BuyerOutcome.SOLD_OUT, "sold out",
            BuyerOutcome.REFUSED, "refused",
            BuyerOutcome.FAILED, "failed");

    private static final Color TEXT = new Color(0x222222);
    private static final Color PALE = new Color(0x777777);
    private static final Color GRID = new Color(0xe5e5e5);

    private static final int COLUMNS_MAX = 60;
    private static final Rectangle2D REPLIES = new Rectangle2D.Double(60, 130, 640, 160);
    private static final Rectangle2D WAITS = new Rectangle2D.Double(60, 350, 640, 150);

    private final Verdict verdict;
    private final List<Answer> answers;
    private final Instant start;
    private final double seconds;
    private final BufferedImage image;
    private final Graphics2D pen;

    private SalePicture(Verdict verdict, List<Answer> answers) {
        this.verdict = verdict;
        this.answers = answers;
        this.start =
                answers.stream().map(Answer::askedAt).min(Instant::compareTo).orElse(Instant.EPOCH);
        this.seconds =
                Math.max(0.1, answers.stream().mapToDouble(this::answered).max().orElse(0));
        this.image = new BufferedImage(SCALE * WIDTH, SCALE * HEIGHT, BufferedImage.TYPE_INT_RGB);
        this.pen = image.createGraphics();
    }

    /** Writes the picture as PNG; makes the folder if it is missing. */
    static void write(Path file, Verdict verdict, List<Answer> answers) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        ImageIO.write(draw(verdict, answers), "png", file.toFile());
    }

    static BufferedImage draw(Verdict verdict, List<Answer> answers) {
        System.setProperty("java.awt.headless", "true");
        return new SalePicture(verdict, answers).draw();
    }

    private BufferedImage draw() {
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.scale(SCALE, SCALE);
        pen.setColor(Color.WHITE);
        pen.fill(new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
        text(
                60,
                48,
                26,
                Font.BOLD,
                TEXT,
                format(
                        "%,d buyers for %,d units",
                        verdict.expectation().buyers(), verdict.expectation().stock()));
        drawLegend();
        drawReplies();
        drawWaits();
        drawVerdict();
        pen.dispose();
        return image;
    }

    private void drawLegend() {
        double x = REPLIES.getX();
        for (BuyerOutcome outcome : BuyerOutcome.values()) {
            if (outcome.isError() && count(outcome) == 0) {
                continue;
            }
            pen.setColor(COLOURS.get(outcome));
            pen.fill(new Rectangle2D.Double(x, 72, 12, 12));
            text(x + 18, 83, 14, Font.PLAIN, TEXT, NAMES.get(outcome));
            x += 110;
        }
    }

    /** Stacked columns: how many buyers got which reply in each stretch of time. */
    private void drawReplies() {
        double stretch = Math.max(0.1, round(seconds / COLUMNS_MAX));
        int[][] columns = new int[(int) (seconds / stretch) + 1][BuyerOutcome.values().length];
        for (Answer answer : answers) {
            columns[(int) (answered(answer) / stretch)][answer.outcome().ordinal()]++;
        }
        double most = 1;
        for (int[] column : columns) {
            most = Math.max(most, Arrays.stream(column).sum());
        }
        most = round(most);
        drawFrame(REPLIES, most, format("replies in each %,.0f ms", stretch * 1000));
        double width = REPLIES.getWidth() * stretch / seconds;
        for (int column = 0; column < columns.length; column++) {
            double top = REPLIES.getMaxY();
            for (BuyerOutcome outcome : BuyerOutcome.values()) {
                double height = REPLIES.getHeight() * columns[column][outcome.ordinal()] / most;
                top -= height;
                pen.setColor(COLOURS.get(outcome));
                double left = REPLIES.getX() + column * width;
                double right = Math.min(left + width, REPLIES.getMaxX());
                pen.fill(new Rectangle2D.Double(left + 1, top, Math.max(0, right - left - 2), height));
            }
        }
    }

    /** A dot for each buyer, those who got a unit on top. */
    private void drawWaits() {
        double most = round(Math.max(1, verdict.replyTimes().maxMillis()));
        drawFrame(WAITS, most, "milliseconds until the reply");
        BuyerOutcome[] outcomes = {
            BuyerOutcome.SOLD_OUT, BuyerOutcome.ACCEPTED, BuyerOutcome.REFUSED, BuyerOutcome.FAILED
        };
        for (BuyerOutcome outcome : outcomes) {
            pen.setColor(COLOURS.get(outcome));
            for (Answer answer : answers) {
                if (answer.outcome() == outcome) {
                    double x = WAITS.getX() + WAITS.getWidth() * secondsBetween(start, answer.askedAt()) / seconds;
                    double y = WAITS.getMaxY()
                            - WAITS.getHeight() * answer.elapsed().toMillis() / most;
                    pen.fill(new Ellipse2D.Double(x - 2, y - 2, 4, 4));
                }
            }
        }
        text(WAITS.getX() + WAITS.getWidth() / 2 - 30, WAITS.getMaxY() + 42, 13, Font.PLAIN, PALE, "seconds");
    }

    private void drawFrame(Rectangle2D plot, double most, String title) {
        pen.setStroke(new BasicStroke(1));
        for (int tick = 0; tick <= 2; tick++) {
            double y = plot.getMaxY() - plot.getHeight() * tick / 2;
            pen.setColor(GRID);
            pen.draw(new Line2D.Double(plot.getX(), y, plot.getMaxX(), y));
            right(plot.getX() - 8, y + 5, 13, PALE, format("%,.0f", most * tick / 2));
        }
        int step = (int) Math.max(1, Math.ceil(seconds / 10));
        for (int second = 0; second <= seconds; second += step) {
            double x = plot.getX() + plot.getWidth() * second / seconds;
            text(x - 4, plot.getMaxY() + 20, 13, Font.PLAIN, PALE, Integer.toString(second));
        }
        text(plot.getX(), plot.getY() - 10, 13, Font.PLAIN, PALE, title);
    }

    private void drawVerdict() {
        pen.setColor(COLOURS.get(verdict.isPass() ? BuyerOutcome.ACCEPTED : BuyerOutcome.FAILED));
        pen.fill(new Rectangle2D.Double(740, 20, 110, 42));
        text(758, 50, 26, Font.BOLD, Color.WHITE, verdict.isPass() ? "PASS" : "FAIL");
        ReplyTimes times = verdict.replyTimes();
        double y = 118;
        for (Figure figure : List.of(
                new Figure("accepted", format("%,d", verdict.accepted())),
                new Figure("accepted per second", format("%,.1f", verdict.acceptedPerSecond())),
                new Figure("sold out", format("%,d", verdict.soldOut())),
                new Figure("errors", format("%,d", verdict.errors())),
                new Figure("", ""),
                new Figure("reply time p50", format("%,d ms", times.p50Millis())),
                new Figure("p99", format("%,d ms", times.p99Millis())),
                new Figure("longest", format("%,d ms", times.maxMillis())),
                new Figure("", ""),
                new Figure("rows in the order book", format("%,d", verdict.rows())),
                new Figure("missing", format("%,d", verdict.missing())),
                new Figure("duplicate", format("%,d", verdict.duplicate())),
                new Figure("oversold", format("%,d", verdict.oversold())),
                new Figure("left", format("%,d", verdict.counter().left())))) {
            text(740, y, 15, Font.PLAIN, PALE, figure.name());
            right(970, y, 15, TEXT, figure.value());
            y += 29;
        }
    }

    /** The next number of 1, 2, 5, 10, 20, 50 and so on, downwards as well. */
    private static double round(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double step : new double[] {1, 2, 5}) {
            if (value <= step * power) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private record Figure(String name, String value) {}

    private long count(BuyerOutcome outcome) {
        return answers.stream().filter(answer -> answer.outcome() == outcome).count();
    }

    /** When the reply was complete, in seconds from the first request. */
    private double answered(Answer answer) {
        return secondsBetween(start, answer.answeredAt());
    }

    private static double secondsBetween(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }

    private void text(double x, double y, int size, int style, Color colour, String text) {
        pen.setFont(new Font(Font.SANS_SERIF, style, size));
        pen.setColor(colour);
        pen.drawString(text, (float) x, (float) y);
    }

    private void right(double x, double y, int size, Color colour, String text) {
        pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, size));
        text(x - pen.getFontMetrics().stringWidth(text), y, size, Font.PLAIN, colour, text);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
