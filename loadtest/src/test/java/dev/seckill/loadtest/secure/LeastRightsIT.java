package dev.seckill.loadtest.secure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.infra.Checkout;
import dev.seckill.infra.app.AppCommand;
import dev.seckill.infra.embedded.KafkaRight;
import dev.seckill.loadtest.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With just the rights that {@code infra/secure} lists the programs start; where one is missing they say so. */
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

    static List<KafkaRight> kafkaRights() throws IOException {
        return KafkaRight.in(Checkout.find().root().resolve("infra/secure/kafka-acls.txt"));
    }

    @Test
    @Order(1)
    void theApiSaysThatItMayNotMakeTheTopicAndGoesOnOnceItMay() throws Exception {
        KafkaRight mayMake = right("seckill-api", "Create");
        revoke(mayMake);
        try {
            system.api().launch();
            awaitLine(system.api().log(), "authoriz");
        } finally {
            grant(mayMake);
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

    private static KafkaRight right(String who, String may) throws IOException {
        return kafkaRights().stream()
                .filter(right ->
                        right.who().equals("User:" + who) && right.may().equals(may))
                .findFirst()
                .orElseThrow();
    }

    private static void revoke(KafkaRight right) throws Exception {
        try (Admin admin = Admin.create(system.kafka().client(Map.of()))) {
            AclBindingFilter it = right.binding().toFilter();
            assertThat(admin.deleteAcls(List.of(it)).all().get()).hasSize(1);
        }
    }

    private static void grant(KafkaRight right) throws Exception {
        try (Admin admin = Admin.create(system.kafka().client(Map.of()))) {
            admin.createAcls(List.of(right.binding())).all().get();
        }
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
