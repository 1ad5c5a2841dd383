package dev.seckill.api.config;

import dev.seckill.model.settings.Problems;
import dev.seckill.model.trace.TraceExport;
import dev.seckill.model.trace.TraceExportOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which requests are traced. */
final class TraceOptions {

    @Mixin
    TraceExportOptions export;

    @Option(
            names = "--trace-ratio",
            defaultValue = "${env:TRACE_RATIO:-0.01}",
            description = "Share of the requests to trace that bring no sampled traceparent; those that do are traced"
                    + " up to half of --trace-max a second. [0..1]")
    double ratio;

    @Option(
            names = "--trace-max",
            defaultValue = "${env:TRACE_MAX:-100}",
            description = "Requests traced in a second at most; those that bring a sampled traceparent get half of it"
                    + " at most, so that strangers cannot use it up. [2..10000]")
    int max;

    /** The settings; null if nothing is traced, or a problem was added. */
    TraceSettings toSettings(Problems problems) {
        TraceExport to = export.toSettings(problems);
        return to == null ? null : new TraceSettings(to, ratio, max);
    }
}
