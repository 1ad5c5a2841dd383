package dev.seckill.loadtest.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.loadtest.Terminal;
import dev.seckill.loadtest.shop.AdminToken;
import dev.seckill.loadtest.shop.ChangeFailedException;
import dev.seckill.loadtest.shop.Operator;
import dev.seckill.loadtest.shop.WithoutTls;
import dev.seckill.model.SaleId;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ShadowSaleTest {

    private static final Duration WAIT = Duration.ofSeconds(5);

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Terminal terminal = new Terminal(new PrintStream(said, true, UTF_8), false, false);
    private final PlannedCase planned = new PlannedCase(new SaleId("rehearsal-1"), 1, Duration.ofSeconds(1), 1, WAIT);

    @Test
    void whatCouldNotBeSentNeedsNoClose() throws Exception {
        try (WithoutTls api = new WithoutTls()) {
            Operator operator = new Operator(
                    HttpClient.newHttpClient(),
                    List.of(api.url()),
                    AdminToken.random("operator"),
                    planned.sale(),
                    WAIT,
                    WAIT);

            assertThatThrownBy(() -> {
                        try (ShadowSale sale = new ShadowSale(planned, operator, terminal)) {
                            sale.open(WAIT);
                        }
                    })
                    .isInstanceOf(ChangeFailedException.class)
                    .hasMessageStartingWith("define could not be sent: TLS: ");
        }
        assertThat(said.toString(UTF_8)).isEmpty();
    }
}
