package dev.seckill.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.SaleEvent;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The message of an older program, which knew only orders. */
final class OrderMessageTest {

    private static final Order GOLDEN_ORDER = new Order(
            OrderId.parse("0193542f-7a00-7000-8000-0123456789ab"),
            new SaleId("counter"),
            1,
            new BuyerId("Zoë \"Z\" 李"),
            "car",
            1,
            99,
            Instant.parse("2026-11-22T10:15:30.123Z"));

    @Test
    void encode_writesTheGoldenMessage() throws IOException {
        assertThat(new String(encode(GOLDEN_ORDER), UTF_8)).isEqualTo(goldenMessage());
    }

    @Test
    void decode_readsTheGoldenMessage() throws IOException {
        assertThat(decode(goldenMessage().getBytes(UTF_8))).isEqualTo(GOLDEN_ORDER);
    }

    @Test
    void decode_readsBackAnOrderWithoutBuyer() {
        Order order =
                new Order(GOLDEN_ORDER.orderId(), SaleId.DEFAULT, Long.MAX_VALUE, null, "car", 1, 0, Instant.EPOCH);

        assertThat(decode(encode(order))).isEqualTo(order);
    }

    @Test
    void decode_skipsFieldsOfANewerWriter() throws IOException {
        String newer = goldenMessage().replace("{\"orderId\"", "{\"colour\":{\"red\":[1]},\"orderId\"");

        assertThat(decode(newer.getBytes(UTF_8))).isEqualTo(GOLDEN_ORDER);
    }

    @Test
    void decode_refusesAMessageThatIsTooLongToBeAnOrder() throws IOException {
        String padded = " ".repeat(EventCodec.MESSAGE_BYTES_MAX);

        assertThatThrownBy(() -> decode((goldenMessage() + padded).getBytes(UTF_8)))
                .isInstanceOf(UndecodableOrderException.class)
                .hasMessageContaining("longer than 65536 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "not json", "[]", "null", "42", "\"text\"", "{", "{}", "{} {}"})
    void decode_refusesWhatIsNotAnOrder(String message) {
        assertThatThrownBy(() -> decode(message.getBytes(UTF_8))).isInstanceOf(UndecodableOrderException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"seq\":1 -> \"seq\":0",
                "\"seq\":1 -> \"seq\":1.5",
                "\"seq\":1 -> \"seq\":\"1\"",
                "\"seq\":1 -> \"seq\":99999999999999999999",
                "\"left\":99 -> \"left\":-1",
                "\"left\":99 -> \"right\":99",
                "\"quantity\":1 -> \"quantity\":0",
                "\"quantity\":1 -> \"quantity\":4294967297",
                "\"sale\":\"counter\" -> \"sale\":\"{counter}\"",
                "\"sale\":\"counter\" -> \"sale\":null",
                "\"item\":\"car\" -> \"item\":\"\"",
                "0193542f-7a00-7000 -> 0193542f-7a00-4000",
                "0193542f-7a00 -> 0193542F-7a00",
                "2026-11-22T10:15:30.123Z -> yesterday",
                "2026-11-22T10:15:30.123Z -> 1969-12-31T23:59:59.999Z",
                "2026-11-22T10:15:30.123Z -> +1000000000-12-31T23:59:59.999Z",
                "\"seq\":1 -> \"seq\":[1]",
                "\"item\":\"car\" -> \"item\":{\"name\":\"car\"}",
                "Zoë -> \\ud83d",
                "Zoë -> \\ude97\\ud83d",
                "\"item\":\"car\" -> \"item\":\"\\udfff\"",
                "\"buyer\": -> \"seller\":",
                "\"buyer\": -> \"buyer\":5,\"seller\":"
            })
    void decode_refusesAFieldThatBreaksItsRule(String change) throws IOException {
        String[] sides = change.split(" -> ");
        assertThat(goldenMessage()).contains(sides[0]);
        byte[] broken = goldenMessage().replace(sides[0], sides[1]).getBytes(UTF_8);

        assertThatThrownBy(() -> decode(broken)).isInstanceOf(UndecodableOrderException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {" {}", " x", "}", ",", "0"})
    void decode_refusesWhatHasMoreBehindTheOrder(String more) throws IOException {
        byte[] longer = (goldenMessage() + more).getBytes(UTF_8);

        assertThatThrownBy(() -> decode(longer)).isInstanceOf(UndecodableOrderException.class);
    }

    @Test
    void decode_refusesEveryBeginningOfAMessage() throws IOException {
        byte[] message = goldenMessage().getBytes(UTF_8);

        for (int length = 0; length < message.length; length++) {
            byte[] beginning = Arrays.copyOf(message, length);
            assertThatThrownBy(() -> decode(beginning))
                    .as("%d bytes", length)
                    .isInstanceOf(UndecodableOrderException.class);
        }
    }

    /** Half a character as three raw bytes, which is no UTF-8 either. */
    @Test
    void decode_refusesHalfACharacterInRawBytes() throws IOException {
        byte[] message = goldenMessage().replace("Zoë", "abc").getBytes(UTF_8);
        int at = new String(message, ISO_8859_1).indexOf("abc");
        byte[] half = {(byte) 0xED, (byte) 0xA0, (byte) 0xBD};
        System.arraycopy(half, 0, message, at, half.length);

        assertThatThrownBy(() -> decode(message)).isInstanceOf(UndecodableOrderException.class);
    }

    /** The consumer takes at least so many bytes for an order, whatever it is set to; recover and audit take more. */
    @ParameterizedTest
    @ValueSource(strings = {"\u0001", "\"", "\uFFFD", "\uD83D\uDE97"})
    void encode_writesNoMoreThanEveryReaderTakes(String character) {
        boolean isControl = Character.isISOControl(character.charAt(0));
        Order longest = new Order(
                OrderId.parse("ffffffff-ffff-7fff-bfff-ffffffffffff"),
                new SaleId("s".repeat(64)),
                Long.MAX_VALUE,
                new BuyerId((isControl ? "\"" : character).repeat(128 / character.length())),
                character.repeat(64 / character.length()),
                Integer.MAX_VALUE,
                Long.MAX_VALUE,
                Instant.parse("9999-12-31T23:59:59.999Z"));

        byte[] message = encode(longest);

        assertThat(message).hasSizeLessThanOrEqualTo(2048);
        assertThat(decode(message)).isEqualTo(longest);
    }

    @Test
    void decode_refusesAMissingValue() {
        assertThatThrownBy(() -> decode(null)).isInstanceOf(UndecodableOrderException.class);
    }

    private static String goldenMessage() throws IOException {
        try (InputStream file = OrderMessageTest.class.getResourceAsStream("order.golden.json")) {
            return new String(file.readAllBytes(), UTF_8).strip();
        }
    }

    private static byte[] encode(Order order) {
        return EventCodec.encode(new SaleEvent.Accepted(SaleEvent.UNNUMBERED, order));
    }

    private static Order decode(byte[] message) {
        return ((SaleEvent.Accepted) EventCodec.decode(message)).order();
    }
}
