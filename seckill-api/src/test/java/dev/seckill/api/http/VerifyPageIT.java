package dev.seckill.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the page that checks receipts may do. What it says is compared with the jar in a browser, by loadtest. */
@Timeout(300)
final class VerifyPageIT {

    @Test
    void theBrowserIsToldToRunItsOwnScriptAndNothingElse() throws GeneralSecurityException {
        try (PageSite site = new PageSite()) {
            HttpResponse<byte[]> reply = site.get("/verify");
            String page = new String(reply.body(), UTF_8);
            String policy = "default-src 'none'; script-src " + hash(page, "script") + "; style-src "
                    + hash(page, "style") + "; img-src data:; base-uri 'none'; form-action 'none'";

            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.headers().firstValue("Content-Security-Policy"))
                    .contains(policy + "; frame-ancestors 'none'");
            assertThat(page)
                    .as("so that it holds on a disk too")
                    .contains("<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy + "\">");
        }
    }

    private static String hash(String page, String element) throws GeneralSecurityException {
        String content = page.split("<" + element + ">", -1)[1].split("</" + element + ">", -1)[0];
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8));
        return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    }

    @Test
    void itNeedsNoOtherFile() {
        try (PageSite site = new PageSite()) {
            assertThat(new String(site.get("/verify").body(), UTF_8))
                    .doesNotContain(" src=", "http://", "https://", "@import", "fetch(", "{{");
        }
    }
}
