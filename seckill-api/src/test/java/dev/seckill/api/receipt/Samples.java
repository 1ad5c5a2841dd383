package dev.seckill.api.receipt;

import dev.seckill.api.orderlog.LoggedEvent;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.model.BuyerId;
import dev.seckill.model.Order;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.proof.ProofKeys;
import dev.seckill.proof.keyfile.ShopKeyFiles;
import dev.seckill.proof.text.ShopKeys.Role;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** A shop with keys, and an order of Zoe's that is event 57. */
final class Samples {

    static final String BASE = "shop.example/proofs";
    static final SaleId SALE = new SaleId("cars");
    static final OrderId ORDER = OrderId.parse("019ae000-0000-7000-8000-000000000001");
    static final Instant BIRTH = Instant.parse("2026-11-29T12:00:00.123Z");
    static final Instant AT = BIRTH.plusSeconds(60);
    static final long EPOCH = 1_700_000_000_000L;

    private Samples() {}

    static ProofKeys keys(Path folder) {
        new ShopKeyFiles(folder).makeShop(BASE, Duration.ofMinutes(5), BIRTH, new SecureRandom());
        return ProofKeys.read(folder, Role.RECEIPTS, BASE, AT);
    }

    /** The keys of the same shop with another one for receipts. */
    static ProofKeys nextKeys(Path folder, Path next, Instant at) {
        new ShopKeyFiles(next)
                .makeNext(
                        new ShopKeyFiles(folder),
                        folder.resolve(ShopKeyFiles.ROOT),
                        Set.of(Role.RECEIPTS),
                        null,
                        at,
                        new SecureRandom());
        return ProofKeys.read(next, Role.RECEIPTS, BASE, at);
    }

    static LoggedEvent logged(long no, Instant at, long epoch) {
        Order order = new Order(ORDER, SALE, 3, new BuyerId("Zoe"), "car", 1, 43, at);
        return new LoggedEvent(new SaleEvent.Accepted(no, order), null, new OutboxEntry.Offer(100, epoch), null);
    }
}
