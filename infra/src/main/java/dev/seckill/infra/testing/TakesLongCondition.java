package dev.seckill.infra.testing;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Leaves out what {@link TakesLong}, unless it is asked for. */
final class TakesLongCondition implements ExecutionCondition {

    private static final String MODE = "long";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if ("on".equals(System.getProperty(MODE))) {
            return ConditionEvaluationResult.enabled("-Dlong=on");
        }
        String test = context.getRequiredTestClass().getSimpleName()
                + context.getTestMethod().map(method -> "." + method.getName()).orElse("");
        String reason =
                test + " - left out, as it takes long: run it with -Dlong=on, or all of these with .ci/run long";
        System.err.println(reason);
        return ConditionEvaluationResult.disabled(reason);
    }
}
