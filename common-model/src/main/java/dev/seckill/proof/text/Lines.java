package dev.seckill.proof.text;

import dev.seckill.proof.note.BadTextException;
import java.math.BigInteger;
import java.util.regex.Pattern;

/** Reads a text of lines {@code name SP value} one after another. Used once. */
final class Lines {

    /** Stands for a value that is absent. */
    static final String ABSENT = "-";

    private static final Pattern DECIMAL = Pattern.compile("0|-?[1-9][0-9]{0,18}");
    private static final int LINES_MAX = 200;

    private final String what;
    private final String[] lines;
    private int next;

    /**
     * @param what names the text if it is refused
     * @throws BadTextException if it is not ASCII, or a line is not ended by a line feed alone
     */
    Lines(String what, String text) {
        this.what = what;
        if (!text.endsWith("\n") || !text.chars().allMatch(c -> c == '\n' || c >= ' ' && c <= '~')) {
            throw refused("must be lines of ASCII, each ended by a line feed");
        }
        this.lines = text.substring(0, text.length() - 1).split("\n", LINES_MAX);
    }

    /** The next line must be this one. */
    void take(String line) {
        if (!line().equals(line)) {
            throw refused("must have the line \"" + line + "\" as number " + next);
        }
    }

    /** The value of the next line, which must have this name. */
    String value(String name) {
        String line = line();
        if (!line.startsWith(name + " ") || line.length() == name.length() + 1) {
            throw refused("must have a value of \"" + name + "\" in line " + next);
        }
        return line.substring(name.length() + 1);
    }

    /** Whether the next line has this name. */
    boolean isNext(String name) {
        return next < lines.length && lines[next].startsWith(name + " ");
    }

    /** The same as a whole number. */
    long number(String name, long least) {
        return number(name, value(name), least);
    }

    /** A part of a line as a whole number. */
    long number(String name, String text, long least) {
        if (DECIMAL.matcher(text).matches()) {
            BigInteger number = new BigInteger(text);
            if (number.bitLength() < Long.SIZE && number.longValue() >= least) {
                return number.longValue();
            }
        }
        throw refused("must have a whole number of at least " + least + " as " + name);
    }

    /** Whether there is a line left. */
    boolean hasMore() {
        return next < lines.length;
    }

    /** Nothing may follow. */
    void end() {
        if (next < lines.length) {
            throw refused("must end with line " + next);
        }
    }

    String line() {
        if (next >= lines.length) {
            throw refused("must have more than " + next + " lines");
        }
        return lines[next++];
    }

    BadTextException refused(String rule) {
        return new BadTextException(what + " " + rule);
    }
}
