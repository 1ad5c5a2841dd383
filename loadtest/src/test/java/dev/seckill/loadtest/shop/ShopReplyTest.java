package dev.seckill.loadtest.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.loadtest.witness.BuyerOutcome;
import java.net.ConnectException;
import java.security.cert.CertPathBuilderException;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShopReplyTest {

    @ParameterizedTest
    @CsvSource({
        "201, o, '', ACCEPTED",
        "200, o, '', ACCEPTED",
        "202, o, '', ACCEPTED",
        "201, '', '', FAILED",
        "409, '', /docs#sold-out, SOLD_OUT",
        "409, '', /docs#not-enough, SOLD_OUT",
        "409, '', /docs#not-open, NOT_OPEN",
        "409, '', /docs#change-refused, FAILED",
        "403, '', /docs#limit-reached, LIMIT_REACHED",
        "403, '', about:blank, FAILED",
        "503, '', /docs#overloaded, REFUSED",
        "404, '', /docs#unknown-sale, FAILED",
        "422, '', /docs#key-reused, FAILED",
        "500, '', about:blank, FAILED",
        "0, '', '', FAILED"
    })
    void isReadAsABuyerWould(int status, String orderId, String type, BuyerOutcome outcome) {
        assertThat(new ShopReply(status, orderId, false, type, null, "text").outcome())
                .isEqualTo(outcome);
    }

    @Test
    void mayBeClearOrForNow() {
        assertThat(ShopReply.none(new ConnectException()).isForNow()).isTrue();
        assertThat(ShopReply.none(new ConnectException()).detail()).isEqualTo("ConnectException");
        assertThat(ShopReply.none(new CompletionException(new ConnectException()))
                        .detail())
                .isEqualTo("ConnectException"); // and not that it was awaited
        assertThat(new ShopReply(503, "", false, "about:blank", null, "").isForNow())
                .isTrue();
        assertThat(new ShopReply(404, "", false, "/docs#unknown-sale", null, "").isForNow())
                .isTrue();
        assertThat(new ShopReply(404, "", false, "about:blank", null, "").isForNow())
                .isFalse();
        assertThat(new ShopReply(409, "", false, "/docs#change-refused", null, "").isForNow())
                .isFalse();
    }

    @Test
    void aCertificateThatIsNotTrustedIsToldInWords() {
        Exception untrusted = new SSLHandshakeException("PKIX path building failed");
        untrusted.initCause(new CertPathBuilderException("unable to find valid certification path"));

        assertThat(ShopReply.none(untrusted).detail())
                .isEqualTo("TLS: the server's certificate is not signed by a CA that is trusted here");
    }
}
