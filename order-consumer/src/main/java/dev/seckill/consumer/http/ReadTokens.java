package dev.seckill.consumer.http;

import dev.seckill.model.settings.NamedTokens;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lets in who brings one of the tokens (RFC 6750). */
final class ReadTokens {

    /** RFC 6750, section 2.1. */
    private static final Pattern BEARER = Pattern.compile("bearer +([A-Za-z0-9._~+/-]+=*)", Pattern.CASE_INSENSITIVE);

    private static final String REALM = "Bearer realm=\"order-consumer\"";

    private final NamedTokens tokens;

    ReadTokens(NamedTokens tokens) {
        this.tokens = tokens;
    }

    /** @throws Problem if the request brings none that is good */
    void check(Context ctx) {
        List<String> all = Collections.list(ctx.req().getHeaders("Authorization"));
        Matcher bearer = BEARER.matcher(all.size() == 1 ? all.get(0) : "");
        if (!bearer.matches()) {
            throw refuse(ctx, REALM, "This needs the header Authorization: Bearer TOKEN.");
        }
        if (tokens.nameOf(bearer.group(1)).isEmpty()) {
            throw refuse(ctx, REALM + ", error=\"invalid_token\"", "The token is not known here.");
        }
    }

    private static Problem refuse(Context ctx, String challenge, String detail) {
        ctx.header("WWW-Authenticate", challenge);
        return new Problem(HttpStatus.UNAUTHORIZED, "unauthorized", "A token is missing or not good", detail);
    }
}
