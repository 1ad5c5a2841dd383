package dev.seckill.loadtest.shop;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

/**
 * What lets an operator change sales.
 *
 * @param name under which changes stand in the journal
 * @param secret what is sent
 */
public record AdminToken(String name, String secret) {

    private static final int SECRET_BYTES = 32;

    /** Checks that nothing is missing. */
    public AdminToken {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(secret, "secret");
    }

    /** A new one that nobody can guess. */
    public static AdminToken random(String name) {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new AdminToken(name, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** As the API's setting has it: {@code NAME:TOKEN}. */
    public String setting() {
        return name + ":" + secret;
    }

    /** The variable that tells an API of it. */
    public Map<String, String> variable() {
        return Map.of("ADMIN_TOKENS", setting());
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return name;
    }
}
