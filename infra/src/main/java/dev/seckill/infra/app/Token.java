package dev.seckill.infra.app;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * What lets somebody into one of our programs, good as long as the process runs that got it.
 *
 * @param value the token
 */
record Token(String value) {

    private static final int BYTES = 24;

    /** One that nobody can guess. */
    static Token random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new Token(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** As the programs' settings have it. */
    String named(String name) {
        return name + ":" + value;
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "Token[***]";
    }
}
