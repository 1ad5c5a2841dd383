package dev.seckill.infra.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PropertiesTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/home/a/data",
                "/home/J\u00fcrgen M\u00fcller/\u7b2c1 \ud83d\ude97/data",
                "  two spaces before, one after ",
                "C:\\Users\\tom\\new",
                "#no comment, a=b:c!",
                "two\nlines\tand a tab",
                ""
            })
    void javaReadsTheValueThatWasWritten(String value) throws IOException {
        String text = PropertiesText.of(Map.of("log.dirs", value));

        Properties read = new Properties();
        read.load(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)));
        assertThat(read).isEqualTo(Map.of("log.dirs", value));
    }
}
