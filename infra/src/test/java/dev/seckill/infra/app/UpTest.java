package dev.seckill.infra.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.seckill.infra.Checkout;
import dev.seckill.infra.embedded.StackConfig;
import dev.seckill.infra.embedded.StackPorts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

final class UpTest {

    @Test
    void defaults_areTheWholeSystemOnTheUsualPorts() {
        SaleSystem.Plan plan = plan();

        assertThat(plan)
                .isEqualTo(new SaleSystem.Plan(
                        StackConfig.onUsualPorts(Checkout.find().root().resolve("infra/target/stack")),
                        true,
                        3000,
                        3002,
                        3001,
                        100));
    }

    @Test
    void takesEverySetting() {
        SaleSystem.Plan plan = plan(
                "--only-servers",
                "--data=/data",
                "--stock=7",
                "--redis-port=1",
                "--kafka-port=2",
                "--mysql-port=3",
                "--api-port=4",
                "--consumer-port=5",
                "--api-admin-port=6");

        assertThat(plan)
                .isEqualTo(new SaleSystem.Plan(
                        StackConfig.onFreePorts(Path.of("/data")).withPorts(new StackPorts(1, 2, 3)),
                        false,
                        4,
                        6,
                        5,
                        7));
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
    void tellsAllThatIsWrongInOneMessage() {
        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(() -> plan("--redis-port=-1", "--api-port=65536", "--stock=-5"))
                .withMessage("""
                        --redis-port -1: must be 0 (any free port) to 65535
                        --api-port 65536: must be 0 (any free port) to 65535
                        --stock -5: must be 0 or more""");
    }

    @Test
    void tellsNoValueOfAnOptionThatItDoesNotKnow() {
        StringWriter said = new StringWriter();
        CommandLine line = Up.commandLine(new Up(null)).setErr(new PrintWriter(said));

        assertThat(line.execute("--mysql-password=s3cret", "s3cret")).isEqualTo(2);
        assertThat(said.toString()).contains("'--mysql-password'").doesNotContain("s3cret");
    }

    private static SaleSystem.Plan plan(String... arguments) {
        Up up = new Up(null);
        new CommandLine(up).parseArgs(arguments);
        return up.plan();
    }
}
