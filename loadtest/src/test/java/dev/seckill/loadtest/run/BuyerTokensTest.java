package dev.seckill.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class BuyerTokensTest {

    @Test
    void whatTheJvmSaysOfItselfIsNoToken() {
        assertThat(BuyerTokens.tokens(List.of(
                        "Picked up JAVA_TOOL_OPTIONS: -Duser.language=tr", "NOTE: Picked up it", "eyJh.eyJz.aTUM")))
                .containsExactly("eyJh.eyJz.aTUM");
    }
}
