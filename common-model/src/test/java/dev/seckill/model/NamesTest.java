package dev.seckill.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"counter", "drop-2026:red.XL_1", "7"})
    void saleId_takesPlainNames(String value) {
        assertThat(new SaleId(value)).hasToString(value);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "a b", "{counter}", "-x", "a\n", "é"})
    void saleId_refusesWhatCouldNotBeAKey(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new SaleId(value)).withMessageContaining("sale id");
    }

    @Test
    void saleId_refusesMoreThan64Characters() {
        assertThat(new SaleId("x".repeat(64)).value()).hasSize(64);
        assertThatIllegalArgumentException().isThrownBy(() -> new SaleId("x".repeat(65)));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "   ", "a\tb", "a\u0000", "a\u0085"})
    void buyerId_refusesEmptyAndControlCharacters(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BuyerId(value))
                .withMessageContaining("buyer");
    }

    /** The order book would keep a question mark instead, and take the same order for another one when it comes again. */
    @ParameterizedTest
    @MethodSource("halfCharacters")
    void buyerId_refusesHalfACharacter(String half) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BuyerId(half))
                .withMessageContaining("buyer")
                .satisfies(e ->
                        assertThat(UTF_8.newEncoder().canEncode(e.getMessage())).isTrue());
    }

    static String[] halfCharacters() {
        return new String[] {"\uD83D", "a\uDE97", "\uDE97\uD83D", "\uD83D\uD83D\uDE97", "\uD83D\uDE97\uDE97"};
    }

    @Test
    void buyerId_takesCharactersOfEveryPlane() {
        assertThat(new BuyerId("\uD83D\uDE97 李").value()).hasSize(4);
    }

    /** As JSON Schema and MySQL count them: one of two halves is one. */
    @Test
    void buyerId_takes128CharactersOfAnyPlane() {
        String car = "\uD83D\uDE97";
        assertThat(new BuyerId(car.repeat(128)).value()).hasSize(256);
        for (String tooLong : new String[] {car.repeat(129), car.repeat(64) + "x".repeat(65), "x".repeat(129)}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new BuyerId(tooLong));
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "a b", "é", "a\n"})
    void idempotencyKey_refusesWhatAHeaderCouldNotCarry(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IdempotencyKey(value))
                .withMessageContaining("idempotency key");
    }

    @Test
    void refusal_cutsAHostileValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BuyerId("x".repeat(1_000_000)))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }
}
