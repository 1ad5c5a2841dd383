package dev.seckill.loadtest.attack;

import dev.seckill.loadtest.chaos.Notebook;
import dev.seckill.loadtest.chaos.OpenQuestion;
import dev.seckill.loadtest.chaos.ReplyKind;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Sends one request after the other to a port, on the same connection while that is possible, and judges the replies.
 * Orders go to the notebook, for the witness. Used by one thread.
 */
final class Asker implements AutoCloseable {

    private final Victim victim;
    private final Duration patience;
    private final Tally tally;
    private final Notebook notebook;
    private final Clock clock;
    private final String name;
    private int purchases;
    private RawConnection connection;
    private String lastAsked;

    /** @param name the beginning of the names of its purchases without a key */
    Asker(Victim victim, Duration patience, Tally tally, Notebook notebook, Clock clock, String name) {
        this.victim = victim;
        this.patience = patience;
        this.tally = tally;
        this.notebook = notebook;
        this.clock = clock;
        this.name = name;
    }

    /** Sends and judges; the reply, if there was one. */
    Optional<RawReply> ask(RawRequest request) {
        Instant askedAt = clock.instant();
        RawReply reply = null;
        try {
            reply = exchange(request);
            tally.count(reply.status());
            Rules.broken(victim, request, reply).forEach(tally::complain);
        } catch (SocketTimeoutException hung) {
            tally.count(Tally.HUNG);
            tally.complain(victim.name() + " neither answered nor closed within " + patience.toSeconds() + " s: "
                    + request.what());
            close();
        } catch (ProtocolException garbled) {
            tally.count("garbled");
            tally.complain(victim.name() + " answered with " + garbled.getMessage() + ": " + request.what());
            close();
        } catch (IOException closed) {
            tally.count(Tally.CLOSED);
            close();
        }
        note(request, askedAt, reply);
        return Optional.ofNullable(reply);
    }

    private RawReply exchange(RawRequest request) throws IOException {
        boolean isReused = connection != null;
        if (!isReused) {
            connection = new RawConnection(victim.port(), patience);
        } else if (connection.hasMore()) {
            tally.complain(victim.name() + " said more than was asked, after: " + lastAsked);
            close();
            connection = new RawConnection(victim.port(), patience);
        }
        lastAsked = request.what();
        connection.send(request.toBytes());
        if (!request.isWhole()) {
            connection.finish();
        }
        RawReply reply = connection.reply(request.isHead());
        if (!request.isWhole() || reply.isLast()) {
            close();
        }
        return reply;
    }

    private void note(RawRequest request, Instant askedAt, RawReply reply) {
        Duration elapsed = Duration.between(askedAt, clock.instant());
        boolean hasOrder = reply != null && reply.header("Order-Id").isPresent();
        if (hasOrder) {
            String purchase = request.key() != null ? request.key() : name + "-" + ++purchases;
            boolean replayed = reply.header("Idempotency-Replayed").isPresent();
            ReplyKind kind = ReplyKind.of(reply.toReply(), replayed);
            notebook.note(purchase, victim.port(), askedAt, elapsed, reply.toReply(), kind);
        } else if (request.demand() == RawRequest.Demand.MAY_BUY
                && request.key() == null
                && (reply == null || reply.status() >= 500)) {
            notebook.noteOpen(
                    OpenQuestion.of(askedAt, elapsed, reply == null ? ReplyKind.NO_REPLY : ReplyKind.REFUSED));
        }
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
