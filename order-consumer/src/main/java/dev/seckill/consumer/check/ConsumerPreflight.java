package dev.seckill.consumer.check;

import dev.seckill.consumer.loop.OrderLogSettings;
import dev.seckill.consumer.parking.ParkedTopic;
import dev.seckill.consumer.parking.ParkingSettings;
import dev.seckill.consumer.store.BookSurvey;
import dev.seckill.consumer.store.MySqlSettings;
import dev.seckill.consumer.store.SchemaException;
import dev.seckill.consumer.store.StoreUnavailableException;
import dev.seckill.consumer.topic.TopicSurvey;
import dev.seckill.consumer.topic.TopicUnavailableException;
import dev.seckill.model.check.CheckPoint;
import dev.seckill.model.check.CheckReport;
import dev.seckill.model.log.Reason;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Looks at everything that a consumer needs, with its settings, and changes nothing. */
public final class ConsumerPreflight {

    private static final Duration WAIT = Duration.ofSeconds(10);

    private final Needs needs;
    private final Clock clock;

    /**
     * What a consumer needs.
     *
     * @param groups that it is a member of
     * @param parked its topics of what could not be stored or told
     * @param connections to MySQL that it opens
     */
    public record Needs(
            OrderLogSettings log, List<String> groups, List<ParkingSettings> parked, MySqlSettings book, int connections) {

        /** Copies the lists. */
        public Needs {
            groups = List.copyOf(groups);
            parked = List.copyOf(parked);
        }
    }

    public ConsumerPreflight(Needs needs, Clock clock) {
        this.needs = needs;
        this.clock = clock;
    }

    /** Asks all servers, one after the other. */
    public CheckReport run() {
        List<CheckPoint> points = new ArrayList<>();
        kafka(points);
        mysql(points);
        return new CheckReport(points);
    }

    private void kafka(List<CheckPoint> points) {
        try (TopicSurvey survey = new TopicSurvey(needs.log().connection(), WAIT)) {
            points.add(CheckPoint.green(
                    "kafka brokers",
                    needs.log().connection().bootstrapServers() + " answers, one of " + survey.brokers()));
            points.addAll(LogCheck.log(
                    needs.log().topic(), survey.topic(needs.log().topic())));
            for (ParkingSettings parked : needs.parked()) {
                TopicSurvey.Told told = survey.topic(parked.topic());
                points.addAll(LogCheck.parked(
                        parked.topic(),
                        told,
                        told.exists() ? null : survey.whyNotMade(ParkedTopic.toCreate(parked))));
            }
            needs.groups().forEach(group -> points.add(LogCheck.group(group, survey.group(group))));
        } catch (TopicUnavailableException e) {
            points.add(CheckPoint.red("kafka brokers", Reason.of(e), "start them, or mend --kafka or --kafka-config"));
        }
    }

    private void mysql(List<CheckPoint> points) {
        try {
            points.addAll(new BookCheck(BookSurvey.of(needs.book(), clock), needs.connections()).points());
        } catch (SchemaException e) {
            points.add(CheckPoint.amber(
                    "mysql tables", Reason.of(e), "run migrate; otherwise the consumer makes the database if it may"));
        } catch (StoreUnavailableException e) {
            points.add(CheckPoint.red(
                    "mysql server", Reason.of(e), "start it, or mend --mysql, its user, its password or its rights"));
        }
    }
}
