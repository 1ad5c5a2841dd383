package dev.seckill.infra.testing;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class TestStackTest {

    @Test
    void refusesAKindOfStackThatItDoesNotKnow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestStack.start("cloud", Path.of("unused")))
                .withMessage("-Dstack=cloud: must be embedded or containers");
    }
}
