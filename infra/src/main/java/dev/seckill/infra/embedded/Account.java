package dev.seckill.infra.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Somebody who gets into a server with a password.
 *
 * @param name as the server knows it
 * @param password letters, digits, {@code -} and {@code _} only, so that no file needs to escape it
 */
record Account(String name, String password) {

    private static final int BYTES = 24;

    /** One whose password nobody can guess. */
    static Account random(String name) {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new Account(name, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** The password as Redis keeps it, in hexadecimal. */
    String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(password.getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return name + ":***";
    }
}
