package dev.seckill.loadtest.attack;

import dev.seckill.loadtest.chaos.ChaosEvidence;
import dev.seckill.loadtest.chaos.ExpectedMessages;
import dev.seckill.loadtest.chaos.IncidentException;
import dev.seckill.loadtest.chaos.Waits;
import dev.seckill.loadtest.witness.Reasons;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** What becomes of hostile messages. */
final class HostileFate {

    private final ExpectedMessages messages;
    private final Supplier<List<String>> parked;
    private final Supplier<List<String>> stored;

    /**
     * @param messages those that were sent
     * @param parked looks for the keys of all messages that are parked, repeats included
     * @param stored looks for the ids of all orders of foreign sales that are stored
     */
    HostileFate(ExpectedMessages messages, Supplier<List<String>> parked, Supplier<List<String>> stored) {
        this.messages = messages;
        this.parked = parked;
        this.stored = stored;
    }

    /**
     * Waits until every message so far is stored or parked.
     *
     * @param bound on the wait
     * @return false, after a complaint, if one is neither in time: its partition stands still
     */
    boolean isSettledWithin(Duration bound, Tally tally) throws InterruptedException {
        if (messages.isEmpty()) {
            return true;
        }
        try {
            Waits.await(
                    "hostile messages are stored or parked",
                    bound,
                    new Unsettled(),
                    () -> unsettled().isEmpty());
            return true;
        } catch (IncidentException inVain) {
            tally.complain(inVain.getMessage());
            return false;
        }
    }

    /** For the message of a wait that ran out. */
    private final class Unsettled {

        @Override
        public String toString() {
            Reasons some = new Reasons();
            some.addIfAny(List.copyOf(unsettled()), "unsettled");
            return String.join("", some.lines());
        }
    }

    private Set<String> unsettled() {
        Set<String> unsettled = new HashSet<>(messages.toBeParked());
        unsettled.addAll(messages.toBeStored());
        unsettled.addAll(messages.either());
        parked.get().forEach(unsettled::remove);
        stored.get().forEach(unsettled::remove);
        return unsettled;
    }

    /** What may be stored or parked counts as what it became; that it became one of them was waited for. */
    ChaosEvidence.Odd evidence() {
        List<String> areParked = parked.get();
        List<String> areStored = stored.get();
        Set<String> either = new HashSet<>(messages.either());
        List<String> toBeParked = new ArrayList<>(messages.toBeParked());
        areParked.stream().filter(either::contains).distinct().forEach(toBeParked::add);
        List<String> toBeStored = new ArrayList<>(messages.toBeStored());
        areStored.stream().filter(either::contains).forEach(toBeStored::add);
        return new ChaosEvidence.Odd(toBeParked, areParked, toBeStored, areStored);
    }
}
