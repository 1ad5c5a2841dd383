package dev.seckill.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.model.BuyerId;
import dev.seckill.model.IdempotencyKey;
import dev.seckill.model.SaleId;
import io.javalin.http.Context;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Who sends the form of a page: whoever has the cookie that came with it. Neither the buyer nor the key that is made of the
 * cookie tells what it is, so that whoever reads the order book cannot buy in somebody else's name.
 */
record FormBuyer(String secret) {

    private static final String COOKIE = "seckill_buyer";
    private static final int SECRET_BYTES = 18;
    private static final int YEAR_SECONDS = 365 * 24 * 60 * 60;
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{24}");
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Null if the request has no such cookie. */
    static FormBuyer of(Context ctx) {
        String secret = ctx.cookie(COOKIE);
        return secret != null && SECRET.matcher(secret).matches() ? new FormBuyer(secret) : null;
    }

    /** Gives whoever asks a cookie that nobody else has, unless they have one. */
    static void giveTo(Context ctx) {
        if (of(ctx) == null) {
            byte[] secret = new byte[SECRET_BYTES];
            RANDOM.nextBytes(secret);
            PageCookie.set(ctx, COOKIE, BASE64.encodeToString(secret), "/", YEAR_SECONDS);
        }
    }

    /** The buyer in the order. */
    BuyerId buyer() {
        return new BuyerId("web-" + hash("buyer"));
    }

    /** The key of one of this buyer's orders: sending its form twice is one order. */
    IdempotencyKey key(SaleId sale, BuyerId buyer, int number) {
        return new IdempotencyKey("form-" + hash("order " + sale + " " + number + " " + buyer));
    }

    private String hash(String what) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest((secret + " " + what).getBytes(UTF_8));
            return BASE64.encodeToString(digest).substring(0, 24);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
