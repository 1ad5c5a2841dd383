package dev.seckill.consumer.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets that webhooks are signed with, as the Standard Webhooks convention has it. With two, each message carries the
 * signatures of both, so that the shop can go from one to the other without a moment in which it knows neither. Thread-safe.
 */
public final class WebhookSecrets {

    /** What a secret is, in words. */
    public static final String RULE = "whsec_ and the Base64 of 24 to 64 bytes";

    /** The one in use, and the one before or after it. */
    static final int SECRETS_MAX = 2;

    private static final String PREFIX = "whsec_";
    private static final int BYTES_MIN = 24;
    private static final int BYTES_MAX = 64;
    private static final String ALGORITHM = "HmacSHA256";

    private final List<SecretKeySpec> keys;

    private WebhookSecrets(List<SecretKeySpec> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * Secrets as they are written down, the first of them the newest.
     *
     * @throws IllegalArgumentException if there is none, more than two, or one is anything else; tells no secret
     */
    public static WebhookSecrets of(List<String> secrets) {
        if (secrets.isEmpty() || secrets.size() > SECRETS_MAX) {
            throw new IllegalArgumentException(
                    "--webhook-url needs one secret or two, but there are " + secrets.size());
        }
        return new WebhookSecrets(secrets.stream().map(WebhookSecrets::key).toList());
    }

    /** The value of the header {@code webhook-signature}. */
    String sign(String id, long timestampSeconds, byte[] body) {
        return keys.stream()
                .map(key -> "v1," + sign(key, id, timestampSeconds, body))
                .collect(joining(" "));
    }

    private static String sign(SecretKeySpec key, String id, long timestampSeconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((id + "." + timestampSeconds + ".").getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has " + ALGORITHM, impossible);
        }
    }

    private static SecretKeySpec key(String secret) {
        byte[] bytes = bytes(secret);
        if (bytes.length < BYTES_MIN || bytes.length > BYTES_MAX) {
            throw new IllegalArgumentException("each secret must be " + RULE);
        }
        return new SecretKeySpec(bytes, ALGORITHM);
    }

    private static byte[] bytes(String secret) {
        try {
            return secret.startsWith(PREFIX)
                    ? Base64.getDecoder().decode(secret.substring(PREFIX.length()))
                    : new byte[0];
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WebhookSecrets secrets && keys.equals(secrets.keys);
    }

    @Override
    public int hashCode() {
        return Objects.hash(keys);
    }

    /** Only how many. */
    @Override
    public String toString() {
        return "WebhookSecrets[" + keys.size() + "]";
    }
}
