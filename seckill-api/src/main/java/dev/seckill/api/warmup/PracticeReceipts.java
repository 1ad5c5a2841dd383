package dev.seckill.api.warmup;

import dev.seckill.model.Order;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.proof.BouncyCastleNoteSigner;
import dev.seckill.model.proof.EventLeaves;
import dev.seckill.proof.note.KeyType;
import dev.seckill.proof.note.PrivateNoteKey;
import dev.seckill.proof.text.Blind;
import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.text.Origin;
import dev.seckill.proof.text.Receipt;
import dev.seckill.proof.text.ReceiptFile;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.BooleanSupplier;

/**
 * Receipts of orders that nobody made, so that the first buyers of a sale do not meet cold code: the first ten of a JVM take as
 * long as the next thousand. They are signed with keys that are thrown away, and kept by nobody.
 */
final class PracticeReceipts {

    private static final String BASE = "warm-up.invalid";

    private final SaleId sale;
    private final OrderIdGenerator ids = new OrderIdGenerator(Clock.systemUTC());
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final Origin origin;
    private final BouncyCastleNoteSigner signer;
    private final byte[] master = new byte[Blind.MASTER_BYTES];

    /** @param name of the sale that they are of */
    PracticeReceipts(String name) {
        SecureRandom random = new SecureRandom();
        random.nextBytes(master);
        this.sale = new SaleId(name);
        this.origin = new Origin(BASE, name, now);
        this.signer = new BouncyCastleNoteSigner(PrivateNoteKey.generate(BASE + "/receipts", KeyType.ED25519, random));
    }

    /** Makes so many, unless it is over before; returns how many it made. */
    int make(int receipts, BooleanSupplier isOver) {
        int made = 0;
        while (made < receipts && !isOver.getAsBoolean()) {
            made++;
            file(made).bytes();
        }
        return made;
    }

    /** The receipt of one order. */
    ReceiptFile file(long no) {
        EventLeaves leaves = new EventLeaves(origin, Blind.of(master, origin));
        SaleEvent.Accepted accepted =
                new SaleEvent.Accepted(no, new Order(ids.next(), sale, no, null, "item", 1, 0, now), null, false);
        EventLeaf leaf = leaves.leaf(accepted, 0);
        return new ReceiptFile(
                Receipt.of(leaf, signer).note().toString(),
                accepted.orderId().toString(),
                null,
                leaves.salt(accepted).base64(),
                signer.key().toString(),
                null,
                null);
    }
}
