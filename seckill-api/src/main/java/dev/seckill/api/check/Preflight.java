package dev.seckill.api.check;

import dev.seckill.api.config.ApiConfig;
import dev.seckill.api.orderlog.LogSurvey;
import dev.seckill.api.orderlog.OrderLogUnavailableException;
import dev.seckill.api.redis.RedisSeen;
import dev.seckill.api.redis.RedisSurvey;
import dev.seckill.model.check.CheckPoint;
import dev.seckill.model.check.CheckReport;
import dev.seckill.model.log.Reason;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import redis.clients.jedis.exceptions.JedisException;

/** Looks at everything that a sale needs, with the settings of an instance, and changes nothing. */
public final class Preflight {

    /** Relay, registry, figures, and what a lost connection is replaced with meanwhile. */
    private static final int OTHER_CONNECTIONS = 8;

    private final ApiConfig config;
    private final Crowd crowd;
    private final Clock clock;

    public Preflight(ApiConfig config, Crowd crowd, Clock clock) {
        this.config = config;
        this.crowd = crowd;
        this.clock = clock;
    }

    /** Asks all servers, one after the other; takes a few of their timeouts where they are away. */
    public CheckReport run() {
        List<CheckPoint> points = new ArrayList<>();
        RedisSurvey redis = redis(points);
        kafka(points);
        if (config.orderBook() != null) {
            points.add(BookCheck.point(config.orderBook()));
        }
        points.addAll(new CrowdCheck(config, crowd, ThisMachine.read()).points(slowestTrip(redis), units(redis)));
        return new CheckReport(points);
    }

    /** Null if it is away. */
    private RedisSurvey redis(List<CheckPoint> points) {
        RedisSurvey survey;
        try {
            survey = RedisSurvey.of(config.redis(), config.sale(), clock);
        } catch (JedisException e) {
            points.add(CheckPoint.red(
                    "redis server", Reason.of(e), "start it, or mend --redis, its password, or its user's rights"));
            return null;
        }
        int connections = crowd.instances() * (config.decisions().deciders() + OTHER_CONNECTIONS);
        RedisCheck.Wanted wanted = new RedisCheck.Wanted(
                config.redis().replicas().count(), config.redis().mayFailOver(), connections, crowd.redisBytes());
        survey.servers().forEach(seen -> points.addAll(new RedisCheck(seen, wanted).points()));
        survey.away()
                .forEach((at, reason) ->
                        points.add(CheckPoint.red("redis server", at + ": " + reason, "start it, or fail it over")));
        if (survey.slotsWithoutMaster() > 0) {
            points.add(CheckPoint.red(
                    "redis slots",
                    "nobody has " + survey.slotsWithoutMaster() + " of 16384",
                    "redis-cli --cluster fix, or start the masters that had them"));
        }
        if (!survey.withoutEpoch().isEmpty()) {
            points.add(epochs(survey.withoutEpoch()));
        }
        points.add(sale(survey));
        return survey;
    }

    private static CheckPoint epochs(List<String> sentinels) {
        return CheckPoint.amber(
                "redis sentinel epochs",
                "not told by " + String.join(", ", sentinels),
                "grant its user +sentinel|master there: until then one stale sentinel stops all sales");
    }

    private CheckPoint sale(RedisSurvey survey) {
        String subject = "sale " + config.sale();
        if (survey.left() != null) {
            return CheckPoint.green(subject, survey.left() + " left");
        }
        Long stock = config.counter().stock();
        return stock == null
                ? CheckPoint.amber(
                        subject, "it has no counter", "PUT the sale, or give --stock: until then buyers get 503")
                : CheckPoint.green(subject, "it has no counter; an instance puts " + stock + " on sale");
    }

    private void kafka(List<CheckPoint> points) {
        try {
            LogSurvey survey = LogSurvey.of(config.kafka());
            points.addAll(new LogCheck(config.kafka(), survey, crowd.logBytes()).points());
        } catch (OrderLogUnavailableException e) {
            points.add(CheckPoint.red(
                    "kafka brokers",
                    config.kafka().bootstrapServers() + ": " + e.getMessage(),
                    "start them, or mend --kafka or --kafka-config"));
        }
    }

    private static Duration slowestTrip(RedisSurvey redis) {
        return redis == null
                ? null
                : redis.servers().stream()
                        .map(RedisSeen::trip)
                        .max(Comparator.naturalOrder())
                        .orElse(null);
    }

    /** No more than the buyers where nobody knows. */
    private long units(RedisSurvey redis) {
        String left = redis == null ? null : redis.left();
        if (left != null && left.matches("\\d{1,18}")) {
            return Long.parseLong(left);
        }
        return config.counter().stock() == null
                ? crowd.buyers()
                : config.counter().stock();
    }
}
