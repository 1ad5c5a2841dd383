package dev.seckill.consumer.command;

import dev.seckill.model.settings.NotBlank;
import picocli.CommandLine.Option;

/** How the order log is read and the order book written, by the consumer and by the audit. */
final class BatchOptions {

    @Option(
            names = "--group",
            defaultValue = "${env:CONSUMER_GROUP:-order-consumer}",
            converter = NotBlank.class,
            description = "Consumer group; its members share the work.")
    String group;

    @Option(
            names = "--batch-max",
            defaultValue = "${env:CONSUMER_BATCH_MAX:-${env:BATCH_MAX:-2000}}",
            description = "Most messages in a poll and rows in an insert. [1..10000 messages]")
    int batchMax;

    @Option(
            names = "--message-max-bytes",
            defaultValue = "${env:MESSAGE_MAX_BYTES:-4096}",
            description = "Most of a message that is kept; a longer one is no order, and is parked cut."
                    + " [3072..262144 bytes]")
    int messageMaxBytes;
}
