package dev.seckill.model.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/**
 * Stands where log lines are printed: gives them the form that is wanted, and leaves out what any part of the program, libraries
 * included, repeats more than a few times a second. A line that is said afterwards tells how many such were left out. It
 * expects what the logger does: one {@code println} for a line, others for the stack of a failure, then {@code flush}. What
 * is no log line goes through. Thread-safe.
 */
public final class LogStream extends PrintStream {

    private final PrintStream target;
    private final LogFormat format;
    private final RepeatedLines repeated;
    /** What was begun and not flushed; null: nothing. */
    private String text;

    private LogLine line;
    private final StringBuilder more = new StringBuilder();

    /** Prints to another stream, which stays open. */
    public LogStream(PrintStream target, LogFormat format) {
        this(target, format, System::nanoTime);
    }

    /** @param nanoTime a stopwatch */
    LogStream(PrintStream target, LogFormat format, LongSupplier nanoTime) {
        super(target, false, UTF_8);
        this.target = target;
        this.format = format;
        this.repeated = new RepeatedLines(nanoTime);
    }

    /** Has everything that is printed to {@code System.err} from now on come through here, once. */
    public static void install(LogFormat format) {
        PrintStream present = System.err;
        System.setErr(new LogStream(present instanceof LogStream known ? known.target : present, format));
    }

    @Override
    public synchronized void println(String printed) {
        LogLine begun = LogLine.parse(String.valueOf(printed));
        if (begun != null) {
            end();
            text = printed;
            line = begun;
        } else if (line != null) {
            more.append(printed).append('\n');
        } else {
            target.println(format == LogFormat.JSON ? JsonLine.of(String.valueOf(printed)) : printed);
        }
    }

    @Override
    public void println(Object printed) {
        println(String.valueOf(printed));
    }

    @Override
    public synchronized void flush() {
        end();
        target.flush();
    }

    private void end() {
        if (line == null) {
            return;
        }
        long leftOut = line.isForDevelopers() ? 0 : repeated.leftOutBefore(line.key());
        if (leftOut >= 0) {
            tell(leftOut);
        }
        line = null;
        more.setLength(0);
    }

    private void tell(long leftOut) {
        if (format == LogFormat.JSON) {
            target.println(JsonLine.of(line, more.toString().stripTrailing(), leftOut));
            return;
        }
        target.println(leftOut == 0 ? text : text + " [left out before, such lines: " + leftOut + "]");
        target.print(more);
    }
}
