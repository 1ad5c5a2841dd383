package dev.seckill.loadtest.observe;

import java.util.Locale;

/** Lines, rectangles and words as SVG. */
final class Svg {

    static final String TEXT = "#222";
    static final String PALE = "#777";

    private final StringBuilder elements = new StringBuilder();

    void rectangle(double x, double y, double width, double height, String fill) {
        add("<rect x='%.1f' y='%.1f' width='%.1f' height='%.1f' fill='%s'/>%n", x, y, width, height, fill);
    }

    void line(double x1, double y1, double x2, double y2, String colour) {
        add("<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' stroke='%s'/>%n", x1, y1, x2, y2, colour);
    }

    /** @param points as SVG writes them: x,y pairs */
    void curve(String points, String colour) {
        add("<polyline points='%s' fill='none' stroke='%s' stroke-width='1.5'/>%n", points, colour);
    }

    void text(double x, double y, int size, String anchor, String colour, String text) {
        add(
                "<text x='%.1f' y='%.1f' font-size='%d' text-anchor='%s' fill='%s'>%s</text>%n",
                x, y, size, anchor, colour, text.replace("&", "&amp;").replace("<", "&lt;"));
    }

    private void add(String element, Object... values) {
        elements.append(String.format(Locale.ROOT, element, values));
    }

    String page(int width, int height) {
        return String.format(
                Locale.ROOT,
                "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' width='%d' height='%d'"
                        + " font-family='sans-serif'>%n<rect width='100%%' height='100%%' fill='#f4f5f7'/>%n%s</svg>%n",
                width,
                height,
                width,
                height,
                elements);
    }
}
