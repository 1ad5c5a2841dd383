package dev.seckill.consumer.command;

import java.io.IOException;
import java.io.PrintWriter;

/** Stdout that says when nobody reads it any more. */
final class Checked implements Appendable {

    /** Looking flushes. */
    private static final int LOOK_EACH = 1 << 16;

    private final PrintWriter out;
    private int unseen;

    Checked(PrintWriter out) {
        this.out = out;
    }

    @Override
    public Appendable append(CharSequence text) throws IOException {
        out.append(text);
        return count(text.length());
    }

    @Override
    public Appendable append(CharSequence text, int start, int end) throws IOException {
        out.append(text, start, end);
        return count(end - start);
    }

    @Override
    public Appendable append(char character) throws IOException {
        out.append(character);
        return count(1);
    }

    private Appendable count(int more) throws IOException {
        unseen += more;
        if (unseen >= LOOK_EACH) {
            unseen = 0;
            if (out.checkError()) {
                throw new IOException("stdout is closed");
            }
        }
        return this;
    }
}
