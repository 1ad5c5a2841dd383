package dev.seckill.infra.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TokenTest {

    @Test
    void isNewEachTimeAndToldToNobodyByAccident() {
        Token token = Token.random();

        assertThat(token.value())
                .matches("[A-Za-z0-9_-]{32}")
                .isNotEqualTo(Token.random().value());
        assertThat(token.named("operator")).isEqualTo("operator:" + token.value());
        assertThat(token.toString()).doesNotContain(token.value());
    }
}
