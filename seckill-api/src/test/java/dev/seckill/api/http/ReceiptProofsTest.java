package dev.seckill.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.config.OrderBookSettings;
import dev.seckill.api.config.Secret;
import dev.seckill.api.metrics.ApiMetrics;
import dev.seckill.api.orderbook.OrderBook;
import dev.seckill.model.BuyerId;
import dev.seckill.model.Order;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.proof.EventLeaves;
import dev.seckill.model.proof.ProofKeys;
import dev.seckill.proof.keyfile.ShopKeyFiles;
import dev.seckill.proof.text.Receipt;
import dev.seckill.proof.text.ReceiptFile;
import dev.seckill.proof.text.ShopKeys.Role;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What fails before anything is asked. */
final class ReceiptProofsTest {

    private static final String BASE = "shop.example/proofs";
    private static final SaleId SALE = new SaleId("cars");
    private static final OrderId ORDER = OrderId.parse("019ae000-0000-7000-8000-000000000001");
    private static final Instant AT = Instant.parse("2026-11-29T12:00:00.123Z");
    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final int TIMES = ReceiptProofs.AT_ONCE_MAX + 1;

    private final ApiMetrics metrics = new ApiMetrics();

    @TempDir
    private Path folder;

    private ProofKeys keys;
    private ReceiptFile file;
    private ReceiptProofs proofs;

    @BeforeEach
    void signAReceipt() {
        new ShopKeyFiles(folder.resolve("keys")).makeShop(BASE, Duration.ofMinutes(5), AT, new SecureRandom());
        keys = ProofKeys.read(folder.resolve("keys"), Role.RECEIPTS, BASE, AT);
        EventLeaves leaves = keys.leaves(keys.origin(SALE.value(), AT));
        SaleEvent.Accepted first =
                new SaleEvent.Accepted(1, new Order(ORDER, SALE, 1, new BuyerId("Zoe"), "car", 1, 0, AT));
        file = file(
                Receipt.of(leaves.leaf(first, 0), keys.signer()).note().toString(),
                leaves.salt(first).base64());
        // No client can ask there.
        OrderBook book =
                new OrderBook(new OrderBookSettings(URI.create("nowhere://book"), new Secret("token"), WAIT, 1, WAIT));
        proofs = new ReceiptProofs(book, keys.listed(), WAIT, metrics.receipts());
    }

    private ReceiptFile file(String receipt, String salt) {
        return new ReceiptFile(
                receipt, ORDER.toString(), "Zoe", salt, keys.list().toString(), null, null);
    }

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void aBookThatCannotEvenBeAskedTakesNoRoomFromTheReceiptsToCome() {
        for (int i = 0; i < TIMES; i++) {
            assertThat(proofs.addedTo(SALE, file)).isCompletedWithValue(file);
        }
        assertNoneCrowded();
    }

    @Test
    void aReceiptThatIsNoneComesBackAsItIs() {
        ReceiptFile bad = file("nonsense", file.salt());
        for (int i = 0; i < TIMES; i++) {
            assertThat(proofs.addedTo(SALE, bad)).isCompletedWithValue(bad);
        }
        assertNoneCrowded();
    }

    private void assertNoneCrowded() {
        assertThat(metrics.scrape().lines())
                .contains("seckill_receipts_proofs_total{outcome=\"failed\"} " + TIMES + ".0")
                .contains("seckill_receipts_proofs_total{outcome=\"crowded\"} 0.0");
    }
}
