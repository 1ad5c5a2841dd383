package dev.seckill.api.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.sale.SaleSeen;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The texts that the buyer page's scripts ask for; a script that finds none would stop. */
class BuyerTextsTest {

    private static final Pattern ASKED = Pattern.compile("\\bt\\(\\s*\"([a-z_.A-Z]+)\"");
    private static final Pattern NAMED = Pattern.compile("\"((?:buy|outcome|left|time)\\.[A-Za-z_.]+)\"");

    /** All that a purchase can come to, in the words of buyer-order.js and of the view. */
    private static final Set<String> OUTCOMES = Set.of(
            "sold_out not_enough limit_reached not_open paused closed key_reused unknown_sale unauthorized refused busy"
                    .concat(" unreachable halted offline over expired cancelled")
                    .split(" "));

    private static Set<String> asked() {
        Set<String> keys = new TreeSet<>();
        for (String file : Set.of("buyer-view.js", "buyer-words.js")) {
            String script = PageResources.text(file);
            Stream.of(ASKED, NAMED)
                    .flatMap(pattern -> pattern.matcher(script).results())
                    .map((MatchResult found) -> found.group(1))
                    .forEach(keys::add);
        }
        Arrays.stream(SaleSeen.Status.values())
                .map(status -> status.name().toLowerCase(Locale.ROOT))
                .flatMap(state -> Stream.of("state." + state, "buy." + state, "hint." + state))
                .forEach(keys::add);
        OUTCOMES.forEach(outcome -> {
            keys.add("outcome." + outcome + ".title");
            keys.add("outcome." + outcome + ".text");
        });
        Stream.of("busy", "offline").forEach(outcome -> keys.add("outcome." + outcome + ".given_up"));
        Stream.of("pending", "held", "confirmed").forEach(state -> keys.add("outcome.accepted." + state));
        Stream.of("decided", "logged", "stored", "held", "confirmed", "expired", "cancelled", "done", "now")
                .forEach(step -> keys.add("way." + step));
        return keys;
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void thereAreAllThatTheScriptsAskFor(Language language) {
        assertThat(new PageTexts(language).all()).containsKeys(asked().toArray(String[]::new));
    }
}
