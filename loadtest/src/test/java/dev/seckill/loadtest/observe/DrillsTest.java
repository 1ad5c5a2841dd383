package dev.seckill.loadtest.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.infra.observe.AlertRules;
import dev.seckill.infra.observe.Runbook;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No alert comes without somebody having seen it fire, or having said why not. */
final class DrillsTest {

    private final Runbook runbook = Runbook.ofCheckout();

    @Test
    void eachAlertIsDrilledOrItsSectionSaysWhyNot() {
        List<String> drilled = Arrays.stream(Drill.values())
                .flatMap(drill -> Stream.concat(drill.alerts().stream(), drill.afterwards().stream()))
                .toList();

        assertThat(drilled)
                .doesNotHaveDuplicates()
                .isSubsetOf(AlertRules.ofCheckout().alerts());
        assertThat(AlertRules.ofCheckout().alerts())
                .allSatisfy(alert -> assertThat(runbook.whyNotDrilled(alert).isEmpty())
                        .as(alert)
                        .isEqualTo(drilled.contains(alert)));
    }
}
