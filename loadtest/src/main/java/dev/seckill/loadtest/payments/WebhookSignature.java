package dev.seckill.loadtest.payments;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells whether a webhook is from who knows a secret, and not an old one that somebody sends again: the Standard Webhooks
 * convention, {@code https://www.standardwebhooks.com}. Thread-safe.
 */
public final class WebhookSignature {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String SECRET_PREFIX = "whsec_";
    private static final int SECRET_BYTES = 24;
    private static final String VERSION = "v1,";

    /** How far the sender's clock may be from this one. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final List<byte[]> secrets;

    /** @param secrets as {@code whsec_} and Base64; while one takes the other's place there are two */
    public WebhookSignature(List<String> secrets) {
        this.secrets = secrets.stream()
                .map(secret -> Base64.getDecoder().decode(secret.substring(SECRET_PREFIX.length())))
                .toList();
    }

    /** A new secret that nobody can guess. */
    public static String randomSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return SECRET_PREFIX + Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * Whether one of the signatures is right, and the time is about now.
     *
     * @param id the header {@code webhook-id}
     * @param timestamp the header {@code webhook-timestamp}: seconds since 1970
     * @param signatures the header {@code webhook-signature}: one or more, with blanks between
     * @param body the bytes as they came
     */
    public boolean isRight(String id, String timestamp, String signatures, byte[] body, Instant now) {
        if (id == null || signatures == null || !isAboutNow(timestamp, now)) {
            return false;
        }
        for (byte[] secret : secrets) {
            byte[] due = (VERSION + sign(secret, id, timestamp, body)).getBytes(UTF_8);
            for (String signature : signatures.split(" ")) {
                if (MessageDigest.isEqual(due, signature.getBytes(UTF_8))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isAboutNow(String timestamp, Instant now) {
        if (timestamp == null || !timestamp.matches("\\d{1,11}")) {
            return false;
        }
        Duration apart = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now);
        return apart.abs().compareTo(TOLERANCE) <= 0;
    }

    private static String sign(byte[] secret, String id, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            mac.update((id + "." + timestamp + ".").getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM cannot sign", e);
        }
    }
}
