package dev.seckill.loadtest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Objects;

/** What the person in front of it sees and is asked. */
public final class Terminal {

    private final PrintStream out;
    private final boolean canAsk;
    private final boolean canRewrite;

    /**
     * @param canAsk whether a person can answer a question
     * @param canRewrite whether the last line can be written over
     */
    public Terminal(PrintStream out, boolean canAsk, boolean canRewrite) {
        this.out = Objects.requireNonNull(out, "out");
        this.canAsk = canAsk;
        this.canRewrite = canRewrite;
    }

    public boolean canAsk() {
        return canAsk;
    }

    public boolean canRewrite() {
        return canRewrite;
    }

    public void say(String line) {
        out.println(line);
        out.flush();
    }

    /** Writes over the last line that was written so; only where that is possible. */
    public void rewrite(String line) {
        out.print("\r" + line + "\033[K");
        out.flush();
    }

    /** Asks and waits for a line; anything but y or yes is a no, and so is the end of input. */
    public boolean ask(String question) {
        out.print(question + " [y/N] ");
        out.flush();
        try {
            // Not closed: standard input is not ours to close.
            String line = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
            return line != null && line.strip().toLowerCase(Locale.ROOT).matches("y|yes");
        } catch (IOException unreadable) {
            say("no answer could be read: " + unreadable.getMessage());
            return false;
        }
    }
}
