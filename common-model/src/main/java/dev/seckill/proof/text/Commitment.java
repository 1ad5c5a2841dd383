package dev.seckill.proof.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.proof.tree.Hash;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 over lines. */
final class Commitment {

    private static final String ALGORITHM = "HmacSHA256";

    private Commitment() {}

    /** No line may hold a line feed, or two different lists would be one. */
    static Hash of(byte[] key, String... lines) {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            if (line.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("what is committed to has no control characters");
            }
            text.append(line).append('\n');
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return Hash.of(mac.doFinal(text.toString().getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 is a part of every JDK", e);
        }
    }
}
