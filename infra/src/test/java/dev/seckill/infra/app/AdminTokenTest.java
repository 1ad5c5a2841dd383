package dev.seckill.infra.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AdminTokenTest {

    @Test
    void isNewEachTimeAndWhatTheApiTakes() {
        AdminToken token = AdminToken.random();

        assertThat(token.value())
                .matches("[A-Za-z0-9_-]{32}")
                .isNotEqualTo(AdminToken.random().value());
        assertThat(token.variable()).containsEntry("ADMIN_TOKENS", "operator:" + token.value());
        assertThat(token.toString()).doesNotContain(token.value());
    }
}
