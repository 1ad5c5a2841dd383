package dev.seckill.api.config;

import dev.seckill.model.settings.Problems;
import dev.seckill.model.settings.SettingDuration;
import java.time.Duration;

/** How the waits have to fit each other, so that whoever waits outlasts what it waits for. */
final class WaitRules {

    private final RedisOptions redis;
    private final KafkaOptions kafka;
    private final HttpOptions http;
    private final DecisionOptions decisions;
    private final CounterOptions counter;
    private final DeliveryOptions delivery;

    WaitRules(ApiOptions options) {
        this.redis = options.redis;
        this.kafka = options.kafka;
        this.http = options.http;
        this.decisions = options.decisions;
        this.counter = options.counter;
        this.delivery = options.delivery;
    }

    void check(Problems problems) {
        if (delivery.relayAfter.compareTo(counter.readBackWait.plus(redis.timeout.multipliedBy(2))) <= 0) {
            problems.add("--relay-after (RELAY_AFTER): " + SettingDuration.format(delivery.relayAfter)
                    + " is not longer than --read-back-wait and two --redis-timeout together");
        }
        if (http.answerWait.compareTo(longestWait()) <= 0) {
            problems.add("--answer-wait (ANSWER_WAIT): " + SettingDuration.format(http.answerWait)
                    + " is not longer than --decision-wait, --read-back-wait, --send-wait, --publish-wait and five"
                    + " --redis-timeout together");
        }
        if (!counter.failoverWait.isZero() && counter.failoverWait.compareTo(longestLook()) <= 0) {
            problems.add("--failover-wait (FAILOVER_WAIT): " + SettingDuration.format(counter.failoverWait)
                    + " is not longer than the longer of --probe and --sold-out-refresh and two --redis-timeout");
        }
    }

    /**
     * The longest way of a purchase that is sold a unit: the queue, EXEC without a reply, reading back what became of it,
     * whose last try may begin just in time (connect, log in, identify, look), a send that waits, the log.
     */
    private Duration longestWait() {
        return decisions
                .decisionWait
                .plus(counter.readBackWait)
                .plus(redis.timeout.multipliedBy(5))
                .plus(kafka.sendWait)
                .plus(delivery.publishWait);
    }

    /** The longest time until an instance has looked at the sale. */
    private Duration longestLook() {
        Duration pause =
                decisions.probe.compareTo(decisions.soldOutRefresh) > 0 ? decisions.probe : decisions.soldOutRefresh;
        return pause.plus(redis.timeout.multipliedBy(2));
    }
}
