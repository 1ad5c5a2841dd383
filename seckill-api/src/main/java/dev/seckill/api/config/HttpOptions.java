package dev.seckill.api.config;

import dev.seckill.model.settings.Problems;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How the shop's server serves. */
final class HttpOptions {

    @Option(
            names = "--http-threads",
            defaultValue = "${env:HTTP_THREADS:-64}",
            description = "Most threads of the HTTP server; one, or up to one in 16, handles purchases. [8..1000]")
    int httpThreads;

    @Mixin
    TlsOptions tls;

    @Mixin
    GateOptions gate;

    @Option(
            names = "--body-max",
            defaultValue = "${env:BODY_MAX:-65536}",
            description = "Longest request body in bytes; past it 413. [0..10485760]")
    int bodyMax;

    @Option(
            names = "--answer-wait",
            defaultValue = "${env:ANSWER_WAIT:-20s}",
            description = "How long a request's body may take, past it 408; then how long the answer may take, past it"
                    + " 503; must exceed --decision-wait, --read-back-wait, --send-wait, --publish-wait and 5 x"
                    + " --redis-timeout together. [1s..10m]")
    Duration answerWait;

    @Option(
            names = "--retry-after",
            defaultValue = "${env:RETRY_AFTER:-1s}",
            description = "What a refused buyer is told to wait, in whole seconds. [1s..1h]")
    Duration retryAfter;

    @Option(
            names = "--stop-wait",
            defaultValue = "${env:STOP_WAIT:-10s}",
            description = "How long each stage of stopping waits for what is under way. [1s..1m]")
    Duration stopWait;

    @Option(
            names = "--drain",
            defaultValue = "${env:DRAIN:-0s}",
            description =
                    "How long buyers are served after SIGTERM, while /health/ready says 503 and each reply ends its"
                            + " connection; longer than a balancer needs to notice. [0s..2m]")
    Duration drain;

    ApiConfig.Http toSettings(AddressOptions address, Problems problems) {
        return new ApiConfig.Http(
                address.host,
                address.port,
                httpThreads,
                bodyMax,
                answerWait,
                retryAfter,
                stopWait,
                gate.toSettings(),
                tls.toSettings(problems));
    }
}
