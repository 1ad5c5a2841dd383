package dev.seckill.infra.embedded;

import dev.seckill.infra.StartFailedException;
import dev.seckill.infra.process.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/** A look at several servers, which may fail while they start, freeze and end. */
@FunctionalInterface
interface Look {

    /** Between two looks, each of which connects to all servers. */
    Duration PAUSE = Duration.ofMillis(50);

    boolean holds() throws IOException;

    /**
     * Looks until it holds.
     *
     * @param program whose start fails if it does not
     * @param what the servers should do, such as {@code follow their masters}
     */
    static void await(String program, String what, Duration bound, Look look) {
        String[] failure = {"none"};
        boolean inTime = Waiting.until(bound, PAUSE, () -> {
            try {
                return look.holds();
            } catch (IOException e) {
                failure[0] = e.toString();
                return false;
            }
        });
        if (!inTime) {
            throw new StartFailedException(
                    program,
                    String.format(
                            Locale.ROOT,
                            "the servers did not %s within %s (last failure: %s)",
                            what,
                            bound,
                            failure[0]));
        }
    }
}
