package dev.seckill.model.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MaskedUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://root:hidden@db/shop",
                "jdbc:mysql://root:hid?hidden@db/shop",
                "jdbc:mysql://root:hid#hidden@db/shop",
                "jdbc:mysql://root:hid/hidden@db/shop",
                "jdbc:mysql://root:hid@hidden@db/shop",
                "jdbc:mysql://ro@ot:hidden@db/shop",
                "jdbc:mysql://root:hid\nhidden@db/shop",
                "jdbc:mysql://db/shop?user=me&password=hidden",
                "jdbc:mysql://db/shop?user=me&PassWord = hidden",
                "jdbc:mysql://db/shop?password=hid@hidden",
                "jdbc:mysql://db/shop?password=hid&hidden",
                "jdbc:mysql://db/shop?password1=x&password3=hidden",
                "jdbc:mysql://db/shop?trustCertificateKeyStorePassword=hidden",
                "jdbc:mysql://db/shop?xdevapi.ssl-keystore-password=hidden",
                "jdbc:mysql://(host=db,port=3306,user=me,password=hidden)/shop",
                "jdbc:mysql://address=(host=db)(user=me)(password=hidden)/shop",
                "jdbc:mysql://(host=a,password=hid),address=(host=b)(password=hidden)/shop",
                "jdbc:mysql://root:hidden@[(host=a),b:3306]/shop",
                "redis://:hid:hidden@r:6379/1"
            })
    void hidesThePassword(String url) {
        assertThat(MaskedUrl.of(url)).doesNotContain("hid").contains("***");
    }

    @Test
    void showsWhatIsNoSecret() {
        assertThat(MaskedUrl.of("jdbc:mysql://db:3306/shop?user=me&x=1"))
                .isEqualTo("jdbc:mysql://db:3306/shop?user=me&x=1");
        assertThat(MaskedUrl.of("jdbc:mysql://me:hidden@db/shop?x=1&password=hidden&y=2"))
                .isEqualTo("jdbc:mysql://***@db/shop?x=1&password=***");
        assertThat(MaskedUrl.of(
                        "jdbc:mysql://db/shop?passwordCharacterEncoding=UTF-8&disconnectOnExpiredPasswords=true"))
                .endsWith("?passwordCharacterEncoding=UTF-8&disconnectOnExpiredPasswords=true");
    }
}
