package dev.seckill.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The contract of all routes, for programs and for readers. The page loads nothing and runs nothing. */
public final class DocsRoutes implements HttpRoutes {

    private static final String STYLE = "<style>";

    private final String contract = resource("openapi.yaml");
    private final String page = resource("docs.html");
    private final String policy = policy(page);

    @Override
    public void addTo(RoutesConfig routes) {
        HealthRoutes.add(
                routes, "/openapi.yaml", ctx -> HealthRoutes.page(ctx, "application/yaml; charset=utf-8", contract));
        HealthRoutes.add(routes, "/docs", this::docs);
    }

    private void docs(Context ctx) {
        ctx.header("Content-Security-Policy", policy);
        HealthRoutes.page(ctx, "text/html; charset=utf-8", page);
    }

    /** Only the page's own style, which is known by its hash. */
    private static String policy(String page) {
        int from = page.indexOf(STYLE) + STYLE.length();
        byte[] style = page.substring(from, page.indexOf("</style>", from)).getBytes(UTF_8);
        return "default-src 'none'; style-src 'sha256-" + Base64.getEncoder().encodeToString(sha256(style))
                + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private static String resource(String name) {
        try (InputStream stream = DocsRoutes.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the jar lacks " + name, e);
        }
    }
}
