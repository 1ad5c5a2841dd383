package dev.seckill.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.infra.testing.TakesLong;
import dev.seckill.loadtest.ServerKind;
import dev.seckill.loadtest.Terminal;
import dev.seckill.loadtest.load.Crowd;
import dev.seckill.loadtest.load.HttpClientLoad;
import dev.seckill.loadtest.load.Load;
import dev.seckill.loadtest.load.Progress;
import dev.seckill.loadtest.witness.Answer;
import dev.seckill.loadtest.witness.PlannedPrinter;
import dev.seckill.loadtest.witness.PlannedVerdict;
import dev.seckill.loadtest.witness.Verdict;
import dev.seckill.loadtest.witness.VerdictPrinter;
import dev.seckill.model.SaleId;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/** The main job on a whole system of its own: both jars, real servers, free ports; only the crowd is not JMeter's. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class FlashSaleIT {

    private static final SaleId SALE = SaleId.DEFAULT;
    private static final Credentials CREDENTIALS = Credentials.random(false);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private OwnSystem system;
    private RedisClient redis;

    @BeforeAll
    void bringUp(@TempDir Path folder) {
        system = OwnSystem.start(ServerKind.OPEN, folder, SALE, SystemPorts.FREE, CREDENTIALS.variables(), Map.of());
        redis = RedisClient.create(system.addresses().redis());
    }

    @AfterAll
    void stop() {
        if (redis != null) {
            redis.close();
        }
        if (system != null) {
            system.close();
        }
    }

    @Test
    @Order(1)
    void passesOnAFreshSystem() throws InterruptedException {
        Verdict verdict = run(200, 20, new HttpClientLoad());

        assertThat(verdict.isPass()).as(VerdictPrinter.print(verdict)).isTrue();
        assertThat(verdict.accepted()).isEqualTo(20);
        assertThat(verdict.soldOut()).isEqualTo(180);
        assertThat(verdict.rows()).isEqualTo(20);
        assertThat(verdict.counter().seq()).isEqualTo(20);
    }

    @Test
    @Order(2)
    void passesAgainOnWhatTheFirstRunLeftBehind() throws InterruptedException {
        Verdict verdict = run(50, 60, new HttpClientLoad());

        assertThat(verdict.isPass()).as(VerdictPrinter.print(verdict)).isTrue();
        assertThat(verdict.accepted()).isEqualTo(50);
        assertThat(verdict.counter().left()).isEqualTo(10);
        assertThat(verdict.counter().seq()).isEqualTo(70);
    }

    @Test
    @Order(3)
    @TakesLong
    void passesWhileAsManyOpenThePage() throws InterruptedException {
        PageBurst load = new PageBurst(new HttpClientLoad(), SALE);

        Verdict verdict = run(100, 20, load);

        assertThat(verdict.isPass()).as(VerdictPrinter.print(verdict)).isTrue();
        assertThat(load.verdict().isPass()).as(load.verdict()::text).isTrue();
        assertThat(load.verdict().whole()).isEqualTo(100);
    }

    @Test
    @Order(4)
    @TakesLong
    void passesWithAPlannedSaleThatIsPausedRestockedAndClosed() throws InterruptedException {
        PlannedCase planned =
                new PlannedCase(new SaleId("planned-it"), 60, Duration.ofSeconds(2), 20, Duration.ofSeconds(30));

        PlannedVerdict verdict = new PlannedSale(
                        planned,
                        system.addresses(),
                        CREDENTIALS.admin(),
                        BuyerTokens.none(),
                        terminal(),
                        Clock.systemUTC())
                .run()
                .verdict();

        assertThat(verdict.isPass())
                .as("%s%n%s", out, PlannedPrinter.print(verdict))
                .isTrue();
        assertThat(verdict.buyersServed()).isEqualTo(30);
        assertThat(verdict.notOpen()).isPositive();
        assertThat(verdict.counter().left()).isZero();
    }

    @Test
    @Order(5)
    void failsWhenOneBuyersOrderIsForgotten() throws InterruptedException {
        Verdict verdict = run(10, 5, new ForgetfulLoad());

        assertThat(verdict.isPass()).isFalse();
        assertThat(verdict.unanswered()).isEqualTo(1);
        assertThat(verdict.reasons()).anyMatch(reason -> reason.startsWith("rows that nobody was told of: 1"));
    }

    @Test
    @Order(6)
    void refusesToWipeUnitsOfSomebodyElseWhenItCannotAsk() {
        redis.set(SALE.value(), "7");

        assertThatThrownBy(() -> run(10, 5, new HttpClientLoad()))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("has 7 units")
                .hasMessageContaining("--yes");
        assertThat(redis.get(SALE.value())).isEqualTo("7");
    }

    @Test
    @Order(7)
    void refusesToDisturbAnotherRun() {
        redis.set("{" + SALE + "}:loadtest", "claimed");

        assertThatThrownBy(() -> run(10, 5, new HttpClientLoad()))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("another run is selling from sale counter");
        assertThat(redis.get(SALE.value())).isEqualTo("7");

        redis.del("{" + SALE + "}:loadtest");
    }

    @Test
    @Order(8)
    void refusesARedisThatIsOlderThanTheOrderBook() {
        redis.del(SALE.value(), "{" + SALE + "}:sale");

        assertThatThrownBy(() -> run(10, 5, new HttpClientLoad()))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("past place 0");
        assertThat(redis.exists(SALE.value())).isFalse();
    }

    private Verdict run(int buyers, long stock, Load load) throws InterruptedException {
        SaleCase saleCase =
                new SaleCase(SALE, buyers, Duration.ofSeconds(1), stock, "/mock/mock", Duration.ofSeconds(30));
        return new FlashSale(saleCase, system.addresses(), load, terminal(), Clock.systemUTC()).run(false);
    }

    private Terminal terminal() {
        return new Terminal(new PrintStream(out, true, StandardCharsets.UTF_8), false, false);
    }

    /** Loses the reply of the first buyer. */
    private static final class ForgetfulLoad implements Load {

        private final Load load = new HttpClientLoad();

        @Override
        public List<Answer> send(Crowd crowd, Progress progress) throws InterruptedException {
            List<Answer> answers = new ArrayList<>(load.send(crowd, progress));
            answers.remove(0);
            return answers;
        }
    }
}
