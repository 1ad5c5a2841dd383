package dev.seckill.infra.app;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;

/**
 * A token for the API's operators, good as long as the process runs that got it.
 *
 * @param value the token
 */
record AdminToken(String value) {

    private static final int BYTES = 24;

    /** One that nobody can guess. */
    static AdminToken random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new AdminToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** The variable with which the API takes it, as the token of an operator. */
    Map<String, String> variable() {
        return Map.of("ADMIN_TOKENS", "operator:" + value);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "AdminToken[***]";
    }
}
