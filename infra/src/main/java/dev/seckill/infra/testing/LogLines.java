package dev.seckill.infra.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;

/** What this JVM logs, for tests of it. */
public final class LogLines {

    private LogLines() {}

    /** The lines on stderr while the work is done. One caller at a time. */
    public static List<String> during(Runnable work) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream stderr = System.err;
        System.setErr(new PrintStream(said, true, UTF_8));
        try {
            work.run();
        } finally {
            System.setErr(stderr);
        }
        return said.toString(UTF_8).lines().toList();
    }
}
