package dev.seckill.consumer.http;

import dev.seckill.consumer.status.ReadMetrics;
import dev.seckill.consumer.store.StoreUnavailableException;
import dev.seckill.consumer.topic.TopicUnavailableException;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import dev.seckill.model.settings.NamedTokens;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What stands before every read: the token, the room, and what is said if there is no answer. */
final class ReadGuard {

    private static final Logger LOG = LoggerFactory.getLogger(ReadGuard.class);

    /** Seconds; reads are short. */
    private static final String OVERLOADED_RETRY = "1";
    /** Seconds; the consumer itself asks again at most so often. */
    private static final String AWAY_RETRY = "5";

    private final ReadTokens tokens;
    private final ReadMetrics metrics;
    private final SparseLine away = new SparseLine();

    ReadGuard(NamedTokens tokens, ReadMetrics metrics) {
        this.tokens = new ReadTokens(tokens);
        this.metrics = metrics;
    }

    /** The same page, for who has a token, as long as there is room. */
    Handler around(Semaphore room, Handler handler) {
        return ctx -> guarded(ctx, room, handler);
    }

    private void guarded(Context ctx, Semaphore room, Handler handler) throws Exception {
        try {
            tokens.check(ctx);
            inRoom(ctx, room, handler);
            metrics.answered();
        } catch (Problem e) {
            if (e.isMissing()) {
                metrics.answered();
            } else {
                metrics.refused();
            }
            throw e;
        } catch (StoreUnavailableException e) {
            throw away(ctx, "the order book could not be read", "The order book can't be read now.", e);
        } catch (TopicUnavailableException e) {
            throw away(ctx, "the order log could not be read", "The order log can't be read now.", e);
        } catch (BrokenOffException e) {
            metrics.failed();
        }
    }

    private Problem away(Context ctx, String what, String detail, RuntimeException why) {
        metrics.failed();
        away.say(times -> LOG.warn("http-server - {} (times={}, {})", what, times, Reason.of(why)));
        ctx.header("Retry-After", AWAY_RETRY);
        return new Problem(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", "The sale can't be used now", detail);
    }

    private static void inRoom(Context ctx, Semaphore room, Handler handler) throws Exception {
        if (!room.tryAcquire()) {
            ctx.header("Retry-After", OVERLOADED_RETRY);
            throw new Problem(
                    HttpStatus.SERVICE_UNAVAILABLE, "overloaded", "Too much at once", "Too much is read at once.");
        }
        try {
            handler.handle(ctx);
        } finally {
            room.release();
        }
    }
}
