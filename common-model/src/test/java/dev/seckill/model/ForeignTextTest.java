package dev.seckill.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ForeignTextTest {

    /** What breaks a line, steers a terminal, turns text around, is not seen, or is no character. */
    static int[] hostile() {
        return new int[] {
            0x00, 0x0A, 0x0D, 0x1B, 0x7F, 0x85, 0x9B, 0x9D, 0x2028, 0x2029, 0x202E, 0x2066, 0x200B, 0xFEFF, 0xD800,
            0xDFFF, 0xE0001, 0xFFFE
        };
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void escapesWhatCouldForgeALine(int character) {
        String escaped = ForeignText.escape("a" + Character.toString(character) + "b");

        assertThat(escaped).isEqualTo(String.format(Locale.ROOT, "a\\u%04xb", character));
        assertThat(UTF_8.newEncoder().canEncode(escaped)).isTrue();
    }

    @Test
    void escapesEveryControlCharacter() {
        for (int character = 0; character <= 0xFFFF; character++) {
            if (Character.isISOControl(character)) {
                assertThat(ForeignText.escape(Character.toString(character))).startsWith("\\u");
            }
        }
    }

    @Test
    void leavesPlainTextAsItIs() {
        String plain = "Zoë \"Z\" 李 \uD83D\uDE97 שלום";

        assertThat(ForeignText.escape(plain)).isSameAs(plain);
    }

    @Test
    void writesNothingAsNull() {
        assertThat(ForeignText.escape(null)).isEqualTo("null");
    }

    @Test
    void cutsBetweenCharacters() {
        assertThat(ForeignText.escape("abcdef", 3)).isEqualTo("abc…");
        assertThat(ForeignText.escape("ab\uD83D\uDE97c", 3)).isEqualTo("ab…");
        assertThat(ForeignText.escape("ab\uD83D\uDE97", 4)).isEqualTo("ab\uD83D\uDE97");
        assertThat(ForeignText.escape("x".repeat(10_000_000), 80)).hasSize(81);
    }

    @Test
    void showsOfALongTextItsBeginning() {
        assertThat(ForeignText.shown("a\u009bb")).isEqualTo("a\\u009bb");
        assertThat(ForeignText.shown("x".repeat(1000))).hasSize(121);
    }
}
