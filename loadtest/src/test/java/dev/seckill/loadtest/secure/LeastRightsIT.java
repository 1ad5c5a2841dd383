package dev.seckill.loadtest.secure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.infra.app.AppCommand;
import dev.seckill.infra.embedded.KafkaRight;
import dev.seckill.infra.testing.KafkaRights;
import dev.seckill.infra.testing.TakesLong;
import dev.seckill.loadtest.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With just the rights that {@code infra/secure} lists the programs start; where one is missing they say so. */
@TakesLong
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class LeastRightsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private static Path folder;

    private static SecuredSystem system;

    @BeforeAll
    static void start() {
        system = new SecuredSystem(folder);
    }

    @AfterAll
    static void stop() {
        if (system != null) {
            system.close();
        }
    }

    @Test
    @Order(1)
    void theApiSaysThatItMayNotMakeTheTopicAndGoesOnOnceItMay() throws Exception {
        KafkaRight mayMake = KafkaRights.listedFor("seckill-api").stream()
                .filter(right -> right.may().equals("Create"))
                .findFirst()
                .orElseThrow();
        try (KafkaRights rights = new KafkaRights(system.servers())) {
            rights.revoke(mayMake);
            try {
                system.api().launch();
                awaitLine(system.api().log(), "authoriz");
            } finally {
                rights.grant(mayMake);
            }
        }
        system.api().awaitHttp("/health/ready", AppCommand.START_WAIT);
    }

    @Test
    @Order(2)
    void theConsumerMayNotMigrateAndStartsOnceSomebodyHas() throws Exception {
        said(1, "its user needs SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER", system.mysqlCommand("migrate"));

        system.programs().migrate();
        system.consumer().start();
    }

    private static void said(int code, String text, SecuredSystem.Said said) {
        assertThat(said.code()).as(said.text()).isEqualTo(code);
        assertThat(said.text()).contains(text);
    }

    private static void awaitLine(Path log, String text) throws Exception {
        await(
                log + " says " + text,
                () -> Files.exists(log) && lower(Files.readString(log)).contains(lower(text)));
    }

    private interface Look {
        boolean isSo() throws Exception;
    }

    private static void await(String what, Look look) throws Exception {
        Exception[] last = new Exception[1];
        boolean inTime = Patience.await(PATIENCE, () -> {
            try {
                return look.isSo();
            } catch (IOException notYet) {
                last[0] = notYet;
                return false;
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });
        assertThat(inTime).as("%s (last=%s)", what, last[0]).isTrue();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
