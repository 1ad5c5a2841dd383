package dev.seckill.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

final class JsonBodyTest {

    /** A field that may be left out is not asked for. */
    @Test
    void tellsNullFromAFieldThatIsMissing() {
        JsonBody body = JsonBody.parse("{\"quantity\":null}".getBytes(UTF_8), Set.of("buyer", "quantity"));

        assertThatThrownBy(() -> body.whole("quantity", 1, 9, 1)).hasMessage("This must not be null.");
        assertThatThrownBy(() -> body.text("buyer", 9)).hasMessage("This field must be there.");
    }
}
