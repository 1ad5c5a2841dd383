package dev.seckill.model.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.model.BuyerId;
import dev.seckill.model.Order;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.model.UndecodableOrderException;
import dev.seckill.model.event.SaleEvent.SaleChanged.Change;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EventCodecTest {

    private static final Order ORDER = new Order(
            OrderId.parse("0193542f-7a00-7000-8000-0123456789ab"),
            new SaleId("counter"),
            1,
            new BuyerId("Zoë \"Z\" 李"),
            "car",
            1,
            99,
            Instant.parse("2026-11-22T10:15:30.123Z"));

    private static final Instant AT = Instant.parse("2026-11-22T10:16:00.250Z");

    private static final Map<Kind, SaleEvent> GOLDEN = Map.of(
            Kind.ACCEPTED,
            new SaleEvent.Accepted(2, ORDER),
            Kind.CONFIRMED,
            new SaleEvent.Confirmed(SaleId.DEFAULT, 4, ORDER.orderId(), 98, AT, "shop"),
            Kind.RELEASED,
            new SaleEvent.Released(
                    SaleId.DEFAULT,
                    5,
                    ORDER.orderId(),
                    ORDER.buyer(),
                    1,
                    99,
                    AT,
                    SaleEvent.Released.BY_EXPIRY,
                    SaleEvent.Released.Reason.EXPIRED),
            Kind.LATE,
            new SaleEvent.Late(SaleId.DEFAULT, 6, ORDER.orderId(), 99, AT, "shop"),
            Kind.EXTENDED,
            new SaleEvent.Extended(SaleId.DEFAULT, 7, ORDER.orderId(), AT.plusSeconds(600), 98, AT, "shop"),
            Kind.RESTOCKED,
            new SaleEvent.Restocked(
                    SaleId.DEFAULT, 1, 100, 100, Instant.parse("2026-11-22T10:15:30Z"), SaleEvent.Restocked.BY_HAND),
            Kind.SALE_CHANGED,
            new SaleEvent.SaleChanged(
                    SaleId.DEFAULT,
                    3,
                    99,
                    Instant.parse("2026-11-22T10:15:31.500Z"),
                    "alice",
                    Change.PAUSED,
                    new SaleDefinition("Hundred cars – 百辆车", "car", Instant.parse("2026-11-22T10:15:00Z"), null, 1, 2),
                    SalePhase.PAUSED),
            Kind.RECOVERED,
            new SaleEvent.Recovered(
                    SaleId.DEFAULT,
                    9,
                    97,
                    Instant.parse("2026-11-22T10:20:00.001Z"),
                    1_795_342_800_000L,
                    List.of(new NumberRange(4, 4), new NumberRange(6, 8)),
                    List.of(new NumberRange(2, 3))));

    /** The least that --message-max-bytes of the consumer can be; what is longer is parked, cut. */
    private static final int CONSUMER_MESSAGE_BYTES = 3072;

    /** An order that is held and can be cancelled, of a sale that says so. */
    private static final SaleEvent HELD = new SaleEvent.Accepted(2, ORDER, AT, true);

    private static final SaleEvent CANCELLED_AFTER = new SaleEvent.Released(
            SaleId.DEFAULT,
            8,
            ORDER.orderId(),
            ORDER.buyer(),
            1,
            99,
            AT,
            SaleEvent.Released.BY_BUYER,
            SaleEvent.Released.Reason.CANCELLED,
            4);

    private static final SaleEvent HOLDING_SALE = new SaleEvent.SaleChanged(
            SaleId.DEFAULT,
            1,
            0,
            AT,
            "alice",
            Change.DEFINED,
            new SaleDefinition(
                    "Cars",
                    "car",
                    null,
                    null,
                    0,
                    2,
                    new HoldRules(Duration.ofSeconds(600), Duration.ofSeconds(1800), true)),
            SalePhase.OPEN);

    private static final SaleEvent PICTURED_SALE = new SaleEvent.SaleChanged(
            SaleId.DEFAULT,
            1,
            0,
            AT,
            "alice",
            Change.DEFINED,
            new SaleDefinition("Cars", "car", null, null, 0, 2).withPicture("https://shop.example/cars/red.jpg?w=640"),
            SalePhase.OPEN);

    @Test
    void aSaleMayHaveAPicture() throws IOException {
        assertThat(new String(EventCodec.encode(PICTURED_SALE), UTF_8)).isEqualTo(golden("sale-changed-picture"));
        assertThat(EventCodec.decode(golden("sale-changed-picture").getBytes(UTF_8)))
                .isEqualTo(PICTURED_SALE);
        assertThat(EventCodec.decode(golden("sale-changed-picture")
                        .replaceFirst("\"picture\":\"[^\"]*\"", "\"picture\":null")
                        .getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        SaleEvent.SaleChanged.class,
                        changed -> assertThat(changed.definition().picture()).isNull());
        assertThatThrownBy(() -> EventCodec.decode(golden("sale-changed-picture")
                        .replace("https:", "javascript:")
                        .getBytes(UTF_8)))
                .isInstanceOf(UndecodableOrderException.class);
    }

    @Test
    void encode_writesTheGoldenMessageOfAHeldOrderAndItsSale() throws IOException {
        assertThat(new String(EventCodec.encode(HELD), UTF_8)).isEqualTo(golden("accepted-held"));
        assertThat(new String(EventCodec.encode(HOLDING_SALE), UTF_8)).isEqualTo(golden("sale-changed-holds"));
    }

    @Test
    void decode_readsAHeldOrderAndItsSale() throws IOException {
        assertThat(EventCodec.decode(golden("accepted-held").getBytes(UTF_8))).isEqualTo(HELD);
        assertThat(EventCodec.decode(golden("sale-changed-holds").getBytes(UTF_8)))
                .isEqualTo(HOLDING_SALE);
    }

    @Test
    void anEventMayNameTheOneThatCameBeforeIt() throws IOException {
        assertThat(new String(EventCodec.encode(CANCELLED_AFTER), UTF_8)).isEqualTo(golden("released-after"));
        assertThat(EventCodec.decode(golden("released-after").getBytes(UTF_8))).isEqualTo(CANCELLED_AFTER);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"CONFIRMED", "EXTENDED", "RELEASED", "LATE"})
    void whatBecomesOfAnOrderNamesWhatCameBeforeItAndNothingLater(Kind kind) throws IOException {
        String after = golden(kind).replaceFirst("}$", ",\"after\":3}");

        SaleEvent read = EventCodec.decode(after.getBytes(UTF_8));

        assertThat(read)
                .isInstanceOfSatisfying(
                        SaleEvent.OfOrder.class,
                        event -> assertThat(event.after()).isEqualTo(3));
        assertThat(new String(EventCodec.encode(read), UTF_8)).isEqualTo(after);
        for (String wrong : List.of("-1", Long.toString(read.no()), "\"3\"", "null")) {
            byte[] broken = after.replace("\"after\":3", "\"after\":" + wrong).getBytes(UTF_8);
            assertThatThrownBy(() -> EventCodec.decode(broken)).as(wrong).isInstanceOf(UndecodableOrderException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void encode_writesTheGoldenMessageOfEachKind(Kind kind) throws IOException {
        assertThat(new String(EventCodec.encode(GOLDEN.get(kind)), UTF_8)).isEqualTo(golden(kind));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void decode_readsTheGoldenMessageOfEachKind(Kind kind) throws IOException {
        SaleEvent read = EventCodec.decode(golden(kind).getBytes(UTF_8));

        assertThat(read).isEqualTo(GOLDEN.get(kind));
        assertThat(read.kind()).isEqualTo(kind);
    }

    @Test
    void anOrderOfAnOlderProgramHasNoNumber() throws IOException {
        SaleEvent read = EventCodec.decode(resource("/dev/seckill/model/order.golden.json"));

        assertThat(read).isEqualTo(new SaleEvent.Accepted(SaleEvent.UNNUMBERED, ORDER));
        assertThat(EventCodec.encode(read)).isEqualTo(resource("/dev/seckill/model/order.golden.json"));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void decode_skipsFieldsOfANewerWriter(Kind kind) throws IOException {
        String newer = golden(kind).replaceFirst("\\{", "{\"colour\":{\"red\":[1]},");

        assertThat(EventCodec.decode(newer.getBytes(UTF_8))).isEqualTo(GOLDEN.get(kind));
    }

    @Test
    void decode_refusesAKindThatItDoesNotKnow() throws IOException {
        String unknown = golden(Kind.ACCEPTED).replace("\"ACCEPTED\"", "\"SWAPPED\"");

        assertThatThrownBy(() -> EventCodec.decode(unknown.getBytes(UTF_8)))
                .isInstanceOf(UndecodableOrderException.class)
                .hasMessage("field kind is not known to this version: SWAPPED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ACCEPTED|\"no\":2|\"no\":0",
                "ACCEPTED|\"no\":2|\"no\":-1",
                "ACCEPTED|,\"no\":2|",
                "ACCEPTED|\"kind\":\"ACCEPTED\"|\"kind\":null",
                "ACCEPTED|\"kind\":\"ACCEPTED\"|\"kind\":\"accepted\"",
                "ACCEPTED|\"buyer\":|\"seller\":",
                "RESTOCKED|\"units\":100|\"units\":0",
                "RESTOCKED|\"units\":100|\"units\":1.5",
                "RESTOCKED|\"left\":100|\"left\":-1",
                "RESTOCKED|\"by\":\"by hand\"|\"by\":\"\"",
                "RESTOCKED|\"by\":\"by hand\"|\"by\":\"a\\nb\"",
                "RESTOCKED|\"sale\":\"counter\",|",
                "RESTOCKED|2026-11-22T10:15:30Z|10:15",
                "SALE_CHANGED|\"state\":\"PAUSED\"|\"state\":\"HALTED\"",
                "SALE_CHANGED|\"change\":\"PAUSED\"|\"change\":\"SWAPPED\"",
                "SALE_CHANGED|\"perOrder\":2|\"perOrder\":0",
                "SALE_CHANGED|\"perOrder\":2|\"perOrder\":4294967297",
                "SALE_CHANGED|\"perBuyer\":1|\"perBuyer\":-1",
                "SALE_CHANGED|\"closesAt\":null|\"closesAt\":\"2026-11-22T10:15:00Z\"",
                "SALE_CHANGED|\"definition\":{|\"definition\":[],\"other\":{",
                "SALE_CHANGED|\"name\":\"Hundred cars – 百辆车\"|\"name\":\"\\ud83d\"",
                "RECOVERED|\"epoch\":1795342800000|\"epoch\":0",
                "RECOVERED|[[4,4],[6,8]]|[[4,4],[4,8]]",
                "RECOVERED|[[4,4],[6,8]]|[[6,8],[4,4]]",
                "RECOVERED|[[4,4],[6,8]]|[[4,4],[6,9]]",
                "RECOVERED|[[4,4],[6,8]]|[[5,4]]",
                "RECOVERED|[[4,4],[6,8]]|[[0,4]]",
                "RECOVERED|[[4,4],[6,8]]|[[4]]",
                "RECOVERED|[[4,4],[6,8]]|[4,6]",
                "RECOVERED|[[4,4],[6,8]]|null"
            })
    void decode_refusesAFieldThatBreaksItsRule(String change) throws IOException {
        String[] parts = change.split("\\|", 3);
        String golden = golden(Kind.valueOf(parts[0]));
        assertThat(golden).contains(parts[1]);
        byte[] broken = golden.replace(parts[1], parts[2]).getBytes(UTF_8);

        assertThatThrownBy(() -> EventCodec.decode(broken)).isInstanceOf(UndecodableOrderException.class);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void decode_refusesEveryBeginningOfAMessageAndWhatHasMoreBehindIt(Kind kind) throws IOException {
        byte[] message = golden(kind).getBytes(UTF_8);

        for (int length = 0; length < message.length; length++) {
            byte[] beginning = Arrays.copyOf(message, length);
            assertThatThrownBy(() -> EventCodec.decode(beginning))
                    .as("%d bytes", length)
                    .isInstanceOf(UndecodableOrderException.class);
        }
        for (String more : List.of(" {}", " x", "}", ",", "0")) {
            byte[] longer = (golden(kind) + more).getBytes(UTF_8);
            assertThatThrownBy(() -> EventCodec.decode(longer)).as(more).isInstanceOf(UndecodableOrderException.class);
        }
    }

    @Test
    void encode_writesNoMoreThanEveryReaderTakes() {
        List<NumberRange> scattered = LongStream.range(0, SaleEvent.Recovered.RANGES_MAX)
                .mapToObj(i -> new NumberRange(Long.MAX_VALUE - 3000 + 2 * i, Long.MAX_VALUE - 3000 + 2 * i))
                .toList();
        SaleEvent longest = new SaleEvent.Recovered(
                new SaleId("s".repeat(64)),
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Instant.parse("9999-12-31T23:59:59.999Z"),
                Long.MAX_VALUE,
                scattered,
                scattered);

        byte[] message = EventCodec.encode(longest);

        assertThat(message).hasSizeLessThanOrEqualTo(CONSUMER_MESSAGE_BYTES);
        assertThat(EventCodec.decode(message)).isEqualTo(longest);
    }

    @Test
    void encode_writesNoMoreOfASaleThanEveryReaderTakes() {
        Instant last = Instant.parse("9999-12-31T23:59:59.999Z");
        SaleEvent longest = new SaleEvent.SaleChanged(
                new SaleId("s".repeat(64)),
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                last,
                "\ud83d\ude97".repeat(64),
                Change.RESUMED,
                new SaleDefinition(
                        "\ud83d\ude97".repeat(SaleDefinition.NAME_LENGTH_MAX),
                        "\ud83d\ude97".repeat(SaleDefinition.ITEM_LENGTH_MAX),
                        last.minusMillis(1),
                        last,
                        SaleDefinition.UNITS_MAX,
                        SaleDefinition.UNITS_MAX,
                        new HoldRules(HoldRules.LONGEST, HoldRules.LONGEST, true),
                        "/" + "x".repeat(PictureAddress.LENGTH_MAX - 1)),
                SalePhase.PAUSED);

        byte[] message = EventCodec.encode(longest);

        assertThat(message).hasSizeLessThanOrEqualTo(CONSUMER_MESSAGE_BYTES);
        assertThat(EventCodec.decode(message)).isEqualTo(longest);
    }

    @Test
    void unitsTellHowEachEventChangesWhatIsLeft() {
        assertThat(GOLDEN.get(Kind.ACCEPTED).units()).isEqualTo(-1);
        assertThat(GOLDEN.get(Kind.RESTOCKED).units()).isEqualTo(100);
        assertThat(GOLDEN.get(Kind.SALE_CHANGED).units()).isZero();
        assertThat(GOLDEN.get(Kind.RECOVERED).units()).isZero();
        assertThat(GOLDEN.get(Kind.RELEASED).units()).isEqualTo(1);
        assertThat(GOLDEN.get(Kind.CONFIRMED).units()).isZero();
        assertThat(GOLDEN.get(Kind.LATE).units()).isZero();
        assertThat(GOLDEN.get(Kind.EXTENDED).units()).isZero();
    }

    private static String golden(Kind kind) throws IOException {
        String name = kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        return golden(name);
    }

    private static String golden(String name) throws IOException {
        return new String(resource(name + ".golden.json"), UTF_8);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream file = EventCodecTest.class.getResourceAsStream(name)) {
            return file.readAllBytes();
        }
    }
}
