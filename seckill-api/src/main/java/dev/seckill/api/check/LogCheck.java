package dev.seckill.api.check;

import dev.seckill.api.orderlog.KafkaSettings;
import dev.seckill.api.orderlog.LogSurvey;
import dev.seckill.model.check.CheckPoint;
import dev.seckill.model.check.RoomCheck;
import dev.seckill.model.check.TopicCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Judges what the brokers tell of the order log. */
final class LogCheck {

    /** What the API does with it. */
    private static final Set<String> RIGHTS = Set.of("READ", "WRITE", "DESCRIBE");

    private final KafkaSettings settings;
    private final LogSurvey survey;
    private final long bytes;

    /** @param bytes that a broker has to keep of the sale */
    LogCheck(KafkaSettings settings, LogSurvey survey, long bytes) {
        this.settings = settings;
        this.survey = survey;
        this.bytes = bytes;
    }

    List<CheckPoint> points() {
        List<CheckPoint> points = new ArrayList<>();
        points.add(brokers());
        if (survey.topic() == null) {
            points.add(noTopic());
        } else {
            points.addAll(new TopicCheck(survey.topic()).points(RIGHTS));
        }
        points.addAll(room());
        return points;
    }

    private CheckPoint brokers() {
        return CheckPoint.green("kafka brokers", settings.bootstrapServers() + " answers, one of " + survey.brokers());
    }

    private CheckPoint noTopic() {
        String subject = "topic " + settings.topic();
        if (!survey.toBeMade()) {
            return CheckPoint.red(
                    subject,
                    "it can't be looked at: " + survey.trouble(),
                    "grant the program's user Read and Write, as infra/secure/kafka-acls.txt lists them");
        }
        if (survey.trouble() != null) {
            return CheckPoint.red(
                    subject,
                    "there is none, and an instance could not make it: " + survey.trouble(),
                    "make it, or grant the program's user Create on it, or lower --replication");
        }
        String found = "there is none; an instance makes it with " + settings.partitions() + " partitions and "
                + settings.replication() + (settings.replication() == 1 ? " copy" : " copies");
        return CheckPoint.amber(
                subject,
                found,
                settings.replication() < 3 && survey.brokers() >= 3
                        ? "start it with --replication 3, or make the topic beforehand"
                        : "start an instance, and check again");
    }

    private List<CheckPoint> room() {
        String subject = "kafka room";
        List<CheckPoint> points = new ArrayList<>();
        for (LogSurvey.Disk disk : survey.disks()) {
            String place = "broker " + disk.broker() + " " + disk.folder();
            if (disk.trouble() != null) {
                points.add(CheckPoint.red(subject, place + ": " + disk.trouble(), "look at the broker's log"));
            } else if (disk.freeBytes() < 0 || disk.totalBytes() < 0) {
                points.add(CheckPoint.unknown(subject, place + ": it does not tell", "look at the disk: df"));
            } else {
                points.add(RoomCheck.point(
                        subject, place, disk.freeBytes(), disk.totalBytes(), bytes, "make room on the broker's disk"));
            }
        }
        return points.isEmpty()
                ? List.of(CheckPoint.unknown(
                        subject,
                        "the brokers do not tell the program's user",
                        "look at their disks: df; or grant it Describe on the cluster"))
                : points;
    }
}
