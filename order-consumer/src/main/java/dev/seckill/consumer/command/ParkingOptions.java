package dev.seckill.consumer.command;

import dev.seckill.consumer.parking.ParkingSettings;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The parked topic. */
final class ParkingOptions {

    @Option(
            names = "--parked-partitions",
            defaultValue = "${env:PARKED_PARTITIONS:-1}",
            description = "Partitions of the parked topic, if it has to be created. [1..1000]")
    private int partitions;

    @Option(
            names = "--parked-replication",
            defaultValue = "${env:PARKED_REPLICATION:-1}",
            description =
                    "Copies of each partition of the parked topic, if it has to be created; more than half of them"
                            + " must have a message before it counts as parked. [1..10]")
    private short replication;

    @Option(
            names = "--parked-wait",
            defaultValue = "${env:PARKED_WAIT:-5s}",
            description = "Longest wait until a message counts as parked. [100ms..1m]")
    private Duration wait;

    ParkingSettings toSettings(LogOptions log) {
        return new ParkingSettings(log.connection(), log.parkedTopic(), partitions, replication, wait);
    }
}
