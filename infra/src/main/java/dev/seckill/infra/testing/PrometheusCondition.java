package dev.seckill.infra.testing;

import dev.seckill.infra.observe.PathProgram;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Looks whether this machine has what {@link NeedsPrometheus} is about. */
final class PrometheusCondition implements ExecutionCondition {

    private static final String MODE = "prometheus";
    private static final List<String> PROGRAMS = List.of("prometheus", "promtool");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if ("containers".equals(System.getProperty("stack"))) {
            return ConditionEvaluationResult.disabled("the same on containers");
        }
        List<String> missing = Stream.concat(PROGRAMS.stream(), further(context))
                .filter(program -> PathProgram.find(program).isEmpty())
                .toList();
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("there is a Prometheus");
        }
        String reason = context.getDisplayName() + " - skipped: not on the PATH: " + String.join(", ", missing)
                + " (Debian: prometheus, curl, redis-tools)";
        if ("required".equals(System.getProperty(MODE))) {
            throw new IllegalStateException("-Dprometheus=required, but: " + reason);
        }
        System.err.println(reason);
        return ConditionEvaluationResult.disabled(reason);
    }

    private static Stream<String> further(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getElement(), NeedsPrometheus.class)
                .map(marked -> Stream.of(marked.value()))
                .orElse(Stream.empty());
    }
}
