package dev.seckill.loadtest.run;

import dev.seckill.loadtest.Terminal;
import dev.seckill.loadtest.shop.ChangeFailedException;
import dev.seckill.loadtest.shop.Operator;
import dev.seckill.loadtest.shop.SalePlan;
import dev.seckill.loadtest.shop.ShopReply;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A sale on somebody's system that has to be over when this is: it is closed whatever happens, and ends by itself if this
 * program cannot see to that any more. Used by one thread.
 */
final class ShadowSale implements AutoCloseable {

    private final PlannedCase planned;
    private final Operator operator;
    private final Terminal terminal;
    private boolean mayBeOpen;
    private Instant endsBy;

    ShadowSale(PlannedCase planned, Operator operator, Terminal terminal) {
        this.planned = planned;
        this.operator = operator;
        this.terminal = terminal;
    }

    /**
     * Makes it. It has no units before the time is known at which it ends, which is one of the sale's own clock.
     *
     * @param bound how long it may be open
     * @throws ChangeFailedException if it cannot be made
     */
    void open(Duration bound) throws InterruptedException {
        SalePlan empty = new SalePlan("Rehearsal", 0, null, PlannedCase.PER_BUYER);
        mayBeOpen = true;
        ShopReply made;
        try {
            made = operator.define(empty);
        } catch (ChangeFailedException e) {
            mayBeOpen = !e.isRefused();
            throw e;
        }
        if (made.serverTime() == null) {
            throw new SystemNotReadyException("the reply to PUT does not tell the time; is this the sales API?");
        }
        endsBy = made.serverTime().plus(bound).truncatedTo(ChronoUnit.SECONDS);
        operator.define(empty.closing(endsBy, planned.stock()));
    }

    /**
     * Closes it.
     *
     * @throws ChangeFailedException if that does not succeed
     */
    void end() throws InterruptedException {
        operator.close();
        mayBeOpen = false;
    }

    /** Closes it if it is not; says what to do if that does not succeed. */
    @Override
    public void close() {
        if (!mayBeOpen) {
            return;
        }
        boolean wasInterrupted = Thread.interrupted();
        try {
            end();
            terminal.say("Sale " + planned.sale() + " is closed");
        } catch (ChangeFailedException e) {
            sayOpen(e.getMessage());
        } catch (InterruptedException e) {
            sayOpen("interrupted");
            wasInterrupted = true;
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void sayOpen(String why) {
        terminal.say("Sale " + planned.sale() + " could not be closed (" + why + "); "
                + (endsBy == null ? "it offers nothing" : "it ends by itself at " + endsBy)
                + ". By hand: POST /api/sales/" + planned.sale() + "/close");
    }
}
