package dev.seckill.consumer.command;

import java.time.Duration;
import picocli.CommandLine.Option;

/** For commands that read a topic up to its end. */
final class ReadOptions {

    @Option(
            names = "--read-wait",
            defaultValue = "${env:CONSUMER_READ_WAIT:-${env:READ_WAIT:-30s}}",
            description = "Longest wait for Kafka while a topic is read. [1s..10m]")
    Duration readWait;
}
