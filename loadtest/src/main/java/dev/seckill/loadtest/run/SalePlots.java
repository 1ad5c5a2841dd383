package dev.seckill.loadtest.run;

import dev.seckill.loadtest.witness.Answer;
import dev.seckill.loadtest.witness.BuyerOutcome;
import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** What buyers were told, and how long each waited, over the seconds of a run. */
final class SalePlots {

    static final Rectangle2D REPLIES = new Rectangle2D.Double(60, 130, 640, 160);
    private static final Rectangle2D WAITS = new Rectangle2D.Double(60, 350, 640, 150);

    private static final Color GRID = new Color(0xe5e5e5);
    private static final int COLUMNS_MAX = 60;

    private final List<Answer> answers;
    private final Instant start;
    private final double seconds;
    private final PicturePen pen;

    SalePlots(List<Answer> answers, PicturePen pen) {
        this.answers = answers;
        this.start =
                answers.stream().map(Answer::askedAt).min(Instant::compareTo).orElse(Instant.EPOCH);
        this.seconds =
                Math.max(0.1, answers.stream().mapToDouble(this::answered).max().orElse(0));
        this.pen = pen;
    }

    /** Stacked columns: how many buyers got which reply in each stretch of time. */
    void drawReplies() {
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
        drawFrame(REPLIES, most, SalePicture.format("replies in each %,.0f ms", stretch * 1000));
        double width = REPLIES.getWidth() * stretch / seconds;
        for (int column = 0; column < columns.length; column++) {
            double top = REPLIES.getMaxY();
            for (BuyerOutcome outcome : BuyerOutcome.values()) {
                double height = REPLIES.getHeight() * columns[column][outcome.ordinal()] / most;
                top -= height;
                Color colour = SalePicture.COLOURS.get(outcome);
                double left = REPLIES.getX() + column * width;
                double right = Math.min(left + width, REPLIES.getMaxX());
                pen.fill(colour, new Rectangle2D.Double(left + 1, top, Math.max(0, right - left - 2), height));
            }
        }
    }

    /** A dot for each buyer, those who got a unit on top. */
    void drawWaits(long longestMillis) {
        double most = round(Math.max(1, longestMillis));
        drawFrame(WAITS, most, "milliseconds until the reply");
        BuyerOutcome[] outcomes = {
            BuyerOutcome.NOT_OPEN,
            BuyerOutcome.LIMIT_REACHED,
            BuyerOutcome.SOLD_OUT,
            BuyerOutcome.ACCEPTED,
            BuyerOutcome.REFUSED,
            BuyerOutcome.FAILED
        };
        for (BuyerOutcome outcome : outcomes) {
            Color colour = SalePicture.COLOURS.get(outcome);
            for (Answer answer : answers) {
                if (answer.outcome() == outcome) {
                    double x = WAITS.getX() + WAITS.getWidth() * secondsBetween(start, answer.askedAt()) / seconds;
                    double y = WAITS.getMaxY()
                            - WAITS.getHeight() * answer.elapsed().toMillis() / most;
                    pen.fill(colour, new Ellipse2D.Double(x - 2, y - 2, 4, 4));
                }
            }
        }
        pen.text(
                WAITS.getX() + WAITS.getWidth() / 2 - 30,
                WAITS.getMaxY() + 42,
                13,
                Font.PLAIN,
                PicturePen.PALE,
                "seconds");
    }

    private void drawFrame(Rectangle2D plot, double most, String title) {
        for (int tick = 0; tick <= 2; tick++) {
            double y = plot.getMaxY() - plot.getHeight() * tick / 2;
            pen.draw(GRID, new Line2D.Double(plot.getX(), y, plot.getMaxX(), y));
            pen.right(plot.getX() - 8, y + 5, 13, PicturePen.PALE, SalePicture.format("%,.0f", most * tick / 2));
        }
        int step = (int) Math.max(1, Math.ceil(seconds / 10));
        for (int second = 0; second <= seconds; second += step) {
            double x = plot.getX() + plot.getWidth() * second / seconds;
            pen.text(x - 4, plot.getMaxY() + 20, 13, Font.PLAIN, PicturePen.PALE, Integer.toString(second));
        }
        pen.text(plot.getX(), plot.getY() - 10, 13, Font.PLAIN, PicturePen.PALE, title);
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

    /** When the reply was complete, in seconds from the first request. */
    private double answered(Answer answer) {
        return secondsBetween(start, answer.answeredAt());
    }

    private static double secondsBetween(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }
}
