package dev.seckill.consumer.check;

import dev.seckill.consumer.topic.TopicSurvey;
import dev.seckill.model.check.CheckPoint;
import dev.seckill.model.check.TopicCheck;
import java.util.List;
import java.util.Set;

/** Judges what the brokers tell of the topics and groups of a consumer. */
final class LogCheck {

    private static final Set<String> TO_READ = Set.of("READ", "DESCRIBE");
    private static final Set<String> TO_PARK = Set.of("READ", "WRITE", "DESCRIBE");
    private static final String LISTED = ", as infra/secure/kafka-acls.txt lists it";

    private LogCheck() {}

    /** The order log, which others make. */
    static List<CheckPoint> log(String topic, TopicSurvey.Told told) {
        if (told.state() != null) {
            return new TopicCheck(told.state()).points(TO_READ);
        }
        String subject = "topic " + topic;
        return List.of(
                told.exists()
                        ? notSeen(subject, told)
                        : CheckPoint.amber(subject, "there is none yet", "start the API, which makes it; orders wait there"));
    }

    /**
     * A topic of what could not be stored.
     *
     * @param whyNotMade why the brokers would not make it; null if they would, or it is there
     */
    static List<CheckPoint> parked(String topic, TopicSurvey.Told told, String whyNotMade) {
        if (told.state() != null) {
            return new TopicCheck(told.state()).points(TO_PARK);
        }
        String subject = "topic " + topic;
        if (told.exists()) {
            return List.of(notSeen(subject, told));
        }
        return List.of(
                whyNotMade == null
                        ? CheckPoint.green(subject, "there is none yet; the consumer can make it")
                        : CheckPoint.red(
                                subject,
                                "there is none, and the consumer could not make it: " + whyNotMade,
                                "make it, or grant the user Create on it, or lower --parked-replication"));
    }

    private static CheckPoint notSeen(String subject, TopicSurvey.Told told) {
        return CheckPoint.red(
                subject, "it can't be looked at: " + told.trouble(), "grant the user Read on it" + LISTED);
    }

    static CheckPoint group(String group, TopicSurvey.Group told) {
        String subject = "group " + group;
        if (told.trouble() != null) {
            return CheckPoint.red(
                    subject, "it can't be looked at: " + told.trouble(), "grant the user Read on the group" + LISTED);
        }
        return told.exists()
                ? TopicCheck.rights(subject, told.rights(), Set.of("READ"), "the group")
                : CheckPoint.green(subject, "nobody has used it yet; the user may look at it");
    }
}
