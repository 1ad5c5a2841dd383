package dev.seckill.loadtest.attack;

import java.time.Duration;
import java.util.List;

/**
 * How much of everything.
 *
 * @param assaults what is done, in this order
 * @param seed what the random requests are drawn from
 * @param requests random requests at the most
 * @param longest time for random requests at the most
 * @param connections connections that are held at a time
 * @param hold how long those are held that need not end
 * @param patience how long a request may go without an answer or the end of its connection
 * @param buyers buyers who buy beside
 * @param calm how long these are watched undisturbed
 */
record AttackPlan(
        List<Assault> assaults,
        long seed,
        int requests,
        Duration longest,
        int connections,
        Duration hold,
        Duration patience,
        int buyers,
        Duration calm) {

    AttackPlan {
        assaults = List.copyOf(assaults);
    }
}
