package dev.seckill.api;

import dev.seckill.model.log.ShownFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when one of its threads dies of something that nobody handled, such as a bug. An API
 * without its decision thread would take purchases and answer none. Whoever supervises it starts it again, and nothing
 * that was accepted is lost: that is what the outbox is for. Jetty and Kafka handle the failures of their own threads.
 * On OutOfMemoryError the JVM itself exits, if it runs as the README says.
 */
final class FailFast implements Thread.UncaughtExceptionHandler {

    /** "Internal software error" of sysexits.h. */
    static final int EXIT_CODE = 70;

    private static final Logger log = LoggerFactory.getLogger(FailFast.class);

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        try {
            log.error("seckill-api - ends, a thread died (thread={})", thread.getName(), ShownFailure.of(failure));
        } finally {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }
}
