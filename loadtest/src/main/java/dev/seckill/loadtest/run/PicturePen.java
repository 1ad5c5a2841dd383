package dev.seckill.loadtest.run;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Shape;

/** Fills shapes and writes words, in one kind of letters. */
final class PicturePen {

    static final Color TEXT = new Color(0x222222);
    static final Color PALE = new Color(0x777777);

    private final Graphics2D pen;

    PicturePen(Graphics2D pen) {
        this.pen = pen;
    }

    void fill(Color colour, Shape shape) {
        pen.setColor(colour);
        pen.fill(shape);
    }

    void draw(Color colour, Shape shape) {
        pen.setColor(colour);
        pen.draw(shape);
    }

    void text(double x, double y, int size, int style, Color colour, String text) {
        pen.setFont(new Font(Font.SANS_SERIF, style, size));
        pen.setColor(colour);
        pen.drawString(text, (float) x, (float) y);
    }

    /** Ends at the place, instead of beginning there. */
    void right(double x, double y, int size, Color colour, String text) {
        pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, size));
        text(x - pen.getFontMetrics().stringWidth(text), y, size, Font.PLAIN, colour, text);
    }
}
