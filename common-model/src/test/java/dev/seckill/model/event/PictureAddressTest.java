package dev.seckill.model.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PictureAddressTest {

    @ParameterizedTest
    @CsvSource({
        "https://shop.example/cars/red.jpg?w=640#top, https://shop.example",
        "https://shop.example, https://shop.example",
        "https://cdn.shop.example:8443/%E8%BD%A6.png, https://cdn.shop.example:8443",
        "https://192.0.2.7/x, https://192.0.2.7",
        "/pictures/red.jpg,",
        "/,",
        "/a//b:c,"
    })
    void isAnHttpsAddressOrAPathAndHasAnOrigin(String picture, String origin) {
        assertThat(PictureAddress.is(picture)).isTrue();
        assertThat(PictureAddress.origin(picture)).isEqualTo(origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "red.jpg",
                "./red.jpg",
                "//evil.example/x",
                "/\\evil.example/x",
                "/a b",
                "/a\nb",
                "/<img>",
                "/\"onerror=",
                "/\u8f66",
                "http://shop.example/x",
                "HTTPS://shop.example/x",
                "https:/shop.example/x",
                "https:///x",
                "https://",
                "https://ann:secret@shop.example/x",
                "https://ann@shop.example/x",
                "https://shop.example:0/x",
                "https://shop.example:65536/x",
                "https://shop.example;script-src/x",
                "https://shop .example/x",
                "https://*/x",
                "https://'self'/x",
                "https://shop_1.example/x",
                "https://\u8f66.example/x",
                "javascript:alert(1)",
                "data:image/png;base64,AAAA",
                "blob:https://shop.example/1"
            })
    void isNothingElse(String text) {
        assertThat(PictureAddress.is(text)).isFalse();
        assertThatThrownBy(() -> new SaleDefinition("n", "i", null, null, 0, 1).withPicture(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("picture must be an https address or a path");
    }

    @Test
    void isNotLongerThanItsBound() {
        String longest = "/" + "x".repeat(PictureAddress.LENGTH_MAX - 1);
        assertThat(PictureAddress.is(longest)).isTrue();
        assertThat(PictureAddress.is(longest + "x")).isFalse();
    }
}
