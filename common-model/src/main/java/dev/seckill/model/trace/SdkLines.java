package dev.seckill.model.trace;

import java.util.logging.Level;
import java.util.logging.Logger;

/** What the tracing library logs: nothing. It would come beside the programs' log, in another form; {@link Traces.Refusal} hears it. */
final class SdkLines {

    /** Held, since the JDK forgets loggers that nobody holds. */
    private static final Logger SDK = Logger.getLogger("io.opentelemetry");

    private SdkLines() {}

    static void silence() {
        SDK.setLevel(Level.OFF);
    }
}
