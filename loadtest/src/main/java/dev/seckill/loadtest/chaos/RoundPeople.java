package dev.seckill.loadtest.chaos;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The buyers and operators of one round, at all sales. */
final class RoundPeople implements AutoCloseable {

    private final List<Buyers> buyers = new ArrayList<>();
    private final List<OperatorShift> operators = new ArrayList<>();
    private final List<Payer> payers = new ArrayList<>();

    private RoundPeople() {}

    /** Lets them begin; the buyers are spread over the sales, at least one at each. */
    static RoundPeople begin(List<Stall> stalls, int buyers, int round, long seed, ChaosSystem system, Clock clock) {
        RoundPeople people = new RoundPeople();
        for (int number = 0; number < stalls.size(); number++) {
            Stall stall = stalls.get(number);
            int share = Math.max(1, (buyers - number + stalls.size() - 1) / stalls.size());
            people.buyers.add(
                    Buyers.begin(share, round, seed + number, system.apiUrls(), stall.till(), stall.notebook(), clock));
            if (stall.supply() instanceof SupplyByOperator supply) {
                people.operators.add(OperatorShift.begin(supply, new Random(seed * 31 * round + number)));
            }
            stall.beginPaying(system.apiUrls(), new Random(seed * 37 * round + number))
                    .ifPresent(people.payers::add);
        }
        return people;
    }

    /** Lets each finish what is at hand. */
    void letFinish() {
        buyers.forEach(Buyers::letFinish);
        operators.forEach(OperatorShift::letFinish);
        payers.forEach(Payer::letFinish);
    }

    /** Whether all have finished; false as well once somebody failed. */
    boolean haveFinished() {
        return buyers.stream().allMatch(Buyers::haveFinished)
                && operators.stream().allMatch(OperatorShift::hasFinished)
                && payers.stream().allMatch(Payer::hasFinished);
    }

    /** @throws IncidentException if somebody came to an end by an error */
    void check() throws InterruptedException {
        for (Buyers each : buyers) {
            each.check();
        }
        for (OperatorShift each : operators) {
            each.check();
        }
        for (Payer each : payers) {
            each.check();
        }
    }

    /** Ends them wherever they are. */
    @Override
    public void close() {
        payers.forEach(Payer::close);
        operators.forEach(OperatorShift::close);
        buyers.forEach(Buyers::close);
    }
}
