package dev.seckill.infra.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlatformTest {

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-amd64",
        "Linux, aarch64, linux-arm64",
        "Mac OS X, x86_64, darwin-amd64",
        "Mac OS X, aarch64, darwin-arm64",
        "SunOS, sparcv9, sunos-sparcv9"
    })
    void usesTheWordsOfTheArtifacts(String osName, String osArch, String expected) {
        assertThat(Platform.of(osName, osArch)).hasToString(expected);
    }
}
