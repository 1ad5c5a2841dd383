package dev.seckill.loadtest.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.selenium.AxeBuilder;
import dev.seckill.infra.testing.TakesLong;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** axe-core finds nothing on any page that keeps people from reading or using it, and no page is wider than a phone. */
@TakesLong
@InBrowser
final class AccessibilityIT {

    private final Browser browser;
    private final Scenes scenes;

    AccessibilityIT(Shop shop, Browser browser) {
        this.browser = browser;
        this.scenes = new Scenes(shop, browser);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sales",
                "buyer-scheduled",
                "buyer-open",
                "buyer-held",
                "buyer-sold-out",
                "buyer-paused",
                "buyer-unknown",
                "console-sign-in",
                "console",
                "report",
                "verify"
            })
    void everybodyCanUseIt(String scene) {
        scenes.all().get(scene).run();

        List<String> violations = new ArrayList<>();
        for (Look look : Look.ALL) {
            browser.look(look);
            browser.picture(scene + "-" + look);
            // Light and dark, wide and narrow, each in one of two looks: what a rule finds depends on one of these.
            if (look.dark() == (look.device() == Look.Device.PHONE)) {
                violations.addAll(violations(new AxeBuilder(), look));
            }
        }
        browser.look(new Look(false, Look.Device.NARROW));
        boolean tooWide = browser.scrollsSideways();

        assertThat(violations).isEmpty();
        assertThat(tooWide).as("wider than 320 pixels").isFalse();
    }

    /** Only this: to find the contrast of each word of so long a page takes a minute. */
    @Test
    void everybodyCanReadTheContract() {
        browser.open("/docs");
        Look phone = new Look(false, Look.Device.PHONE);
        browser.look(phone);

        assertThat(violations(new AxeBuilder().disableRules(List.of("color-contrast")), phone))
                .isEmpty();
    }

    /** Within the page, which has no frames: otherwise axe opens a window of its own, which a busy machine may show too late. */
    @SuppressWarnings("deprecation") // because it leaves frames out
    private List<String> violations(AxeBuilder axe, Look look) {
        return axe.setLegacyMode().analyze(browser.driver()).getViolations().stream()
                .map(rule -> look + ": " + rule.getId() + ", " + rule.getHelp() + ": " + rule.getNodes())
                .toList();
    }
}
