package dev.seckill.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.api.pages.PageBody;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * The verifier of receipts as one page that needs nothing else, so that it can be kept on a disk and opened from there. The
 * policy stands in the page too: it may load nothing and reach nobody, wherever it came from.
 */
final class VerifyPage implements HttpRoutes {

    /** Each uses those before it. */
    private static final List<String> SCRIPTS =
            List.of("bytes.js", "keys.js", "notes.js", "texts.js", "verdict.js", "page.js");

    private final PageBody page;
    private final PageRules rules;

    VerifyPage() {
        String style = resource("page.css");
        String script = SCRIPTS.stream()
                .map(VerifyPage::resource)
                .collect(Collectors.joining("\n", "\"use strict\";\n(() => {\n", "})();\n"));
        String policy = "default-src 'none'; script-src " + hash(script) + "; style-src " + hash(style)
                + "; img-src data:; base-uri 'none'; form-action 'none'";
        this.page = new PageBody(resource("page.html")
                .replace("{{policy}}", policy)
                .replace("{{style}}", style)
                .replace("{{script}}", script)
                .getBytes(UTF_8));
        this.rules = PageRules.ofItself(policy);
    }

    @Override
    public void addTo(RoutesConfig routes) {
        HealthRoutes.add(routes, "/verify", ctx -> ctx.future(() -> write(ctx)));
    }

    private CompletableFuture<Void> write(Context ctx) {
        return PageReply.isKnown(ctx, page)
                ? CompletableFuture.completedFuture(null)
                : PageReply.write(ctx, HttpStatus.OK, page, rules);
    }

    /** As a policy names what it allows. */
    private static String hash(String content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private static String resource(String name) {
        try (InputStream stream = VerifyPage.class.getResourceAsStream("/dev/seckill/api/verify/" + name)) {
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the jar lacks " + name, e);
        }
    }
}
