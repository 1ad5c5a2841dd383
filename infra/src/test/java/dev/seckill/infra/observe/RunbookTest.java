package dev.seckill.infra.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever is woken by an alert finds out what to do. */
final class RunbookTest {

    private static final List<String> PARTS =
            List.of("**Means.** ", "**Buyers see.** ", "**Check.**", "**Mend.** ", "**Over when.** ");

    private final AlertRules rules = AlertRules.ofCheckout();
    private final Runbook runbook = Runbook.ofCheckout();

    static List<String> alerts() {
        return AlertRules.ofCheckout().alerts();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void eachAlertHasASectionThatItNames(String alert) {
        assertThat(runbook.section(alert)).contains(PARTS);
        assertThat(runbook.checks(alert)).isNotEmpty();
        assertThat(definition(alert))
                .contains("runbook: RUNBOOK.md#" + alert.toLowerCase(Locale.ROOT) + "\n")
                .contains("summary: ", "description: ");
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void theTableOfThresholdsSaysHowLongItWaits(String alert) {
        String severity = only(Pattern.compile("severity: (\\w+)"), definition(alert));
        String waits = only(Pattern.compile("for: (\\w+)\\n"), definition(alert));

        assertThat(runbook.section("Thresholds"))
                .contains(String.format(
                        Locale.ROOT, "| `%s` | %s | %s", alert, severity, waits.isEmpty() ? "|" : waits + " |"));
    }

    private String definition(String alert) {
        Matcher found = Pattern.compile("(?s)- alert: " + alert + "\\n.*?\\n(?= *- alert:|  - name:|\\z)")
                .matcher(rules.text() + "\n");
        assertThat(found.find()).isTrue();
        return found.group();
    }

    private static String only(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .findFirst()
                .orElse("");
    }
}
