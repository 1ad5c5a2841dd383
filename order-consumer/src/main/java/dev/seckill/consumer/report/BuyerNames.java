package dev.seckill.consumer.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.model.SaleId;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names of buyers for who shall not know them: the same buyer of a sale has the same name for as long as this program
 * runs, and another one in another sale. The key is nowhere else, so nobody can find a buyer by trying ids. Thread-safe.
 */
public final class BuyerNames {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int NAME_BYTES = 16;

    private final SecretKeySpec key;

    /** Names with a key of their own. */
    public BuyerNames() {
        byte[] secret = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(secret);
        key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** 32 hexadecimal digits. A sale's id has no line break, so no two pairs are one text. */
    String of(SaleId sale, String buyer) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] hash = mac.doFinal((sale.value() + '\n' + buyer).getBytes(UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(hash, NAME_BYTES));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has " + ALGORITHM, impossible);
        }
    }
}
