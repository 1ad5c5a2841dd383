package dev.seckill.consumer.status;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.Set;

/** The JVM and its process: what one looks at first, and not all that could be told. */
final class JvmMetrics implements AutoCloseable {

    private static final Set<String> UNTOLD = Set.of(
            "jvm.buffer.count",
            "jvm.buffer.memory.used",
            "jvm.buffer.total.capacity",
            "jvm.gc.concurrent.phase.time",
            "jvm.gc.live.data.size",
            "jvm.gc.max.data.size",
            "jvm.gc.memory.promoted",
            "jvm.threads.daemon",
            "jvm.threads.peak",
            "jvm.threads.started",
            "process.cpu.time",
            "process.uptime",
            "system.cpu.count");

    private final JvmGcMetrics collections = new JvmGcMetrics();

    /** Tells from now on. */
    JvmMetrics(MeterRegistry registry) {
        registry.config().meterFilter(MeterFilter.deny(meter -> UNTOLD.contains(meter.getName())));
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    @Override
    public void close() {
        collections.close();
    }
}
