package dev.seckill.consumer.command;

import dev.seckill.consumer.certify.CertifySettings;
import dev.seckill.model.settings.Problems;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How the consumer certifies the sales while it runs. */
final class CertifyOptions {

    @Mixin
    private PublishOptions proofs;

    @Option(
            names = "--certify-every",
            defaultValue = "${env:CERTIFY_EVERY:-1s}",
            description = "How often it is looked whether there are events to sign. [100ms..1m]")
    private Duration every;

    @Option(
            names = "--certify-sales",
            defaultValue = "${env:CERTIFY_SALES:-50}",
            description = "Sales whose trees are kept in memory, each with less than 3 MB; those of others are read"
                    + " from --proofs when something happens in them. [1..1000]")
    private int salesMax;

    /** The settings; null if nothing is to be certified, or a problem was added. */
    CertifySettings toSettings(Problems problems) {
        return proofs.toSettings(salesMax, every, problems);
    }
}
