package dev.seckill.api.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LanguageTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zh",
                "zh-CN",
                "zh-Hans-CN,zh;q=0.9,en;q=0.8",
                "ZH-cn",
                "de, zh;q=0.5, en;q=0.4",
                "fr;q=0.9,zh-TW"
            })
    void isChineseForThoseWhoWantItMost(String header) {
        assertThat(Language.of(header)).isEqualTo(Language.ZH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "en",
                "en-GB,zh;q=0.9",
                "zh;q=0.4,en;q=0.5",
                "zh;q=0",
                "de",
                "*",
                "",
                " ",
                "zh;q=x",
                ";;,,",
                "zhang",
                "\u0000"
            })
    void isEnglishForAllOthersWhateverTheySend(String header) {
        assertThat(Language.of(header)).isEqualTo(Language.EN);
    }

    @Test
    void isEnglishForThoseWhoSendNothing() {
        assertThat(Language.of(null)).isEqualTo(Language.EN);
    }

    @Test
    void isWhatTheBeginningOfALongHeaderSays() {
        assertThat(Language.of("zh-CN,zh;q=0.9" + ",aa;q=0.8".repeat(100))).isEqualTo(Language.ZH);
        assertThat(Language.of("de" + ",aa".repeat(2700) + ",zh;q=0.1")).isEqualTo(Language.EN);
        assertThat(Language.of("zh-" + "a".repeat(8000))).isEqualTo(Language.EN);
    }
}
