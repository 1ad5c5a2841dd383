package dev.seckill.proof;

import dev.seckill.proof.note.JdkNoteSigner;
import dev.seckill.proof.note.KeyType;
import dev.seckill.proof.note.NoteSigner;
import dev.seckill.proof.note.PrivateNoteKey;
import dev.seckill.proof.text.Blind;
import dev.seckill.proof.text.Origin;
import dev.seckill.proof.text.ShopKeys;
import dev.seckill.proof.text.ShopKeys.Listed;
import dev.seckill.proof.text.ShopKeys.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** A shop with keys that everybody knows. */
public final class SampleShop {

    public static final String BASE = "shop.example/proofs";
    public static final Instant BIRTH = Instant.parse("2026-11-22T10:15:00Z");
    public static final Origin ORIGIN = new Origin(BASE, "counter", BIRTH);
    public static final Duration CERTIFIED_WITHIN = Duration.ofMinutes(5);

    public static final NoteSigner ROOT = signer(BASE, KeyType.ED25519, 1);
    public static final NoteSigner LOG = signer(Role.LOG.keyName(BASE), KeyType.ED25519, 2);
    /** The same key as it signs checkpoints of the sale. */
    public static final NoteSigner LOG_OF_SALE = signer(ORIGIN.toString(), KeyType.ED25519, 2);

    public static final NoteSigner RECEIPTS = signer(Role.RECEIPTS.keyName(BASE), KeyType.ED25519, 3);
    public static final NoteSigner COSIGNER = signer("cosigner.example", KeyType.COSIGNATURE, 4);
    /** A key of nobody that the shop has listed. */
    public static final NoteSigner STRANGER = signer(Role.RECEIPTS.keyName(BASE), KeyType.ED25519, 5);

    public static final Blind BLIND = Blind.of(seed(6), ORIGIN);

    public static final ShopKeys KEYS = new ShopKeys(
            BASE,
            1,
            BIRTH.minus(Duration.ofHours(1)),
            ROOT.key(),
            CERTIFIED_WITHIN,
            List.of(
                    new Listed(Role.LOG, LOG.key(), BIRTH.minus(Duration.ofHours(1)), null),
                    new Listed(
                            Role.RECEIPTS,
                            RECEIPTS.key(),
                            BIRTH.minus(Duration.ofHours(1)),
                            BIRTH.plus(Duration.ofDays(365)))));

    private SampleShop() {}

    public static NoteSigner signer(String name, KeyType type, int seed) {
        return new JdkNoteSigner(PrivateNoteKey.of(name, type, seed(seed)));
    }

    public static byte[] seed(int number) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) number);
        return seed;
    }
}
