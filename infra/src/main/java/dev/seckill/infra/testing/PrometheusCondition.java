package dev.seckill.infra.testing;

import dev.seckill.infra.observe.PathProgram;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Looks whether this machine has what {@link NeedsPrometheus} is about. */
final class PrometheusCondition implements ExecutionCondition {

    private static final String MODE = "prometheus";
    private static final List<String> PROGRAMS = List.of("prometheus", "promtool");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        List<String> missing = PROGRAMS.stream()
                .filter(program -> PathProgram.find(program).isEmpty())
                .toList();
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("there is a Prometheus");
        }
        String reason = context.getDisplayName() + " - skipped: not on the PATH: " + String.join(", ", missing)
                + " (Debian: apt-get install prometheus)";
        if ("required".equals(System.getProperty(MODE))) {
            throw new IllegalStateException("-Dprometheus=required, but: " + reason);
        }
        System.err.println(reason);
        return ConditionEvaluationResult.disabled(reason);
    }
}
