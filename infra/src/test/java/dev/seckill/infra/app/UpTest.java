package dev.seckill.infra.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.infra.Checkout;
import dev.seckill.infra.embedded.StackConfig;
import dev.seckill.infra.embedded.StackPorts;
import dev.seckill.infra.testing.SettingRows;
import dev.seckill.model.settings.Problems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class UpTest {

    private final Map<String, String> environment = new HashMap<>();

    @Test
    void defaults_areTheWholeSystemOnTheUsualPorts() {
        SaleSystem.Plan plan = plan();

        assertThat(plan)
                .isEqualTo(new SaleSystem.Plan(
                        StackConfig.onUsualPorts(Checkout.find().root().resolve("infra/target/stack")),
                        false,
                        false,
                        true,
                        3000,
                        3002,
                        3001,
                        100,
                        Duration.ofSeconds(60)));
    }

    @Test
    void takesEverySetting() {
        SaleSystem.Plan plan = plan(
                "--cluster",
                "--only-servers",
                "--data=/data",
                "--stock=7",
                "--sample-opens=1500ms",
                "--redis-port=1",
                "--kafka-port=2",
                "--mysql-port=3",
                "--api-port=4",
                "--consumer-port=5",
                "--api-admin-port=6");

        assertThat(plan)
                .isEqualTo(new SaleSystem.Plan(
                        StackConfig.onFreePorts(Path.of("/data")).withPorts(new StackPorts(1, 2, 3)),
                        true,
                        false,
                        false,
                        4,
                        6,
                        5,
                        7,
                        Duration.ofMillis(1500)));
    }

    @Test
    void cluster_hasAFolderOfItsOwn() {
        assertThat(plan("--cluster").servers())
                .isEqualTo(StackConfig.onUsualPorts(Checkout.find().root().resolve("infra/target/cluster")));
    }

    @Test
    void secure_hasAFolderOfItsOwnAndIsNotForACluster() {
        Problems problems = new Problems();

        assertThat(plan("--secure").isSecure()).isTrue();
        assertThat(plan("--secure").servers().data())
                .isEqualTo(Checkout.find().root().resolve("infra/target/secure"));
        assertThat(new Up(environment).plan(problems, "--secure", "--cluster")).isEmpty();
        assertThat(problems.message()).contains("--secure: is not for --cluster");
    }

    @Test
    void freePorts_leavesAPortThatIsNamed() {
        SaleSystem.Plan plan = plan("--free-ports", "--kafka-port=2");

        assertThat(plan.servers().ports()).isEqualTo(new StackPorts(0, 2, 0));
        assertThat(plan.apiPort()).isZero();
        assertThat(plan.adminPort()).isZero();
        assertThat(plan.consumerPort()).isZero();
    }

    @Test
    void takesEveryVariableButForAnOptionThatIsGiven() {
        environment.putAll(Map.of(
                "STACK_DATA", "/data",
                "STOCK", "7",
                "SAMPLE_OPENS", "1500ms",
                "REDIS_PORT", "1",
                "KAFKA_PORT", "2",
                "MYSQL_PORT", "3",
                "API_PORT", "4",
                "CONSUMER_PORT", "5",
                "API_ADMIN_PORT", "6"));

        assertThat(plan("--free-ports", "--api-port=8"))
                .isEqualTo(new SaleSystem.Plan(
                        StackConfig.onFreePorts(Path.of("/data")).withPorts(new StackPorts(1, 2, 3)),
                        false,
                        false,
                        true,
                        8,
                        6,
                        5,
                        7,
                        Duration.ofMillis(1500)));
    }

    @Test
    void tellsAllThatIsWrongInOneMessage() {
        environment.put("KAFKA_PORT", "many");
        Problems problems = new Problems();

        assertThat(new Up(environment)
                        .plan(
                                problems,
                                "--redis-port=-1",
                                "--api-port=65536",
                                "--stock=-5",
                                "--sample-opens=25h",
                                "--colour=7"))
                .isEmpty();

        assertThat(problems.message())
                .startsWith("6 settings are wrong:")
                .contains("--redis-port (REDIS_PORT): -1 is not in [0..65535]")
                .contains("--kafka-port (KAFKA_PORT): 'many' is not a whole number")
                .contains("--api-port (API_PORT): 65536 is not in [0..65535]")
                .contains("--stock (STOCK): -5 is not in [0..1000000000]")
                .contains("--sample-opens (SAMPLE_OPENS): 25h is not in [0s..24h]")
                .contains("Unknown option: '--colour'");
    }

    @Test
    void readmeListsEverySettingAsHelpDoes() {
        assertThat(SettingRows.inReadme("## The command"))
                .containsExactlyElementsOf(SettingRows.of(new Up(Map.of()).commandLine()));
    }

    private SaleSystem.Plan plan(String... arguments) {
        Problems problems = new Problems();
        Optional<SaleSystem.Plan> plan = new Up(environment).plan(problems, arguments);
        assertThat(problems.isEmpty()).as(problems::message).isTrue();
        return plan.orElseThrow();
    }
}
