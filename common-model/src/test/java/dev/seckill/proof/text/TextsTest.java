package dev.seckill.proof.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.proof.SampleJournal;
import dev.seckill.proof.SampleShop;
import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.tree.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The form of each text, pinned by golden files, and that no text has a second form. */
final class TextsTest {

    private static final SampleJournal JOURNAL = SampleJournal.whole();
    private static final Instant SEEN = SampleShop.BIRTH.plus(Duration.ofMinutes(1));

    private static final Certificate CERTIFICATE = new Certificate(
            SampleShop.ORIGIN,
            Certificate.State.FINAL,
            SEEN,
            JOURNAL.leaves().size(),
            JOURNAL.root(),
            new Figures(3, 4, 2, 1, 2, 1, JOURNAL.leaf(1).at(), JOURNAL.leaf(10).at()));

    /** Each text, with what reads it and writes it again. */
    private record Text(byte[] bytes, Function<byte[], Object> again) {}

    private static Map<String, Text> texts() {
        Map<String, Text> texts = new TreeMap<>();
        Function<byte[], Object> leaf = bytes -> EventLeaf.parse(bytes).text();
        texts.put("event-restocked.txt", new Text(JOURNAL.leaf(1).bytes(), leaf));
        texts.put("event-accepted.txt", new Text(JOURNAL.leaf(2).bytes(), leaf));
        texts.put("event-released.txt", new Text(JOURNAL.leaf(4).bytes(), leaf));
        texts.put("event-void.txt", new Text(JOURNAL.leaf(5).bytes(), leaf));
        texts.put("event-recovered.txt", new Text(JOURNAL.leaf(7).bytes(), leaf));
        texts.put("event-closed.txt", new Text(JOURNAL.leaf(10).bytes(), leaf));
        texts.put(
                "receipt.txt",
                new Text(
                        JOURNAL.receipt(2).note().bytes(),
                        bytes -> Receipt.parse(Note.parse(bytes)).note()));
        texts.put(
                "checkpoint.txt",
                new Text(
                        JOURNAL.checkpoint(SEEN).note().bytes(),
                        bytes -> Checkpoint.parse(Note.parse(bytes)).note()));
        texts.put("proof.tlog-proof", new Text(proof().toString().getBytes(UTF_8), TlogProof::parse));
        texts.put("certificate.txt", new Text(CERTIFICATE.signed(SampleShop.LOG).bytes(), bytes -> {
            Note note = Note.parse(bytes);
            return new Note(Certificate.parse(note.text()).text(), note.signatures());
        }));
        texts.put(
                "keys.txt",
                new Text(
                        SampleShop.KEYS.signed(SampleShop.ROOT).bytes(),
                        bytes -> ShopKeys.of(Note.parse(bytes), SampleShop.ROOT.key())
                                .signed(SampleShop.ROOT)));
        texts.put(
                "zoe.receipt.json",
                new Text(
                        file().bytes(),
                        bytes -> new String(ReceiptFile.parse(bytes).bytes(), UTF_8)));
        return texts;
    }

    private static TlogProof proof() {
        return JOURNAL.proof(2, JOURNAL.checkpoint(SEEN));
    }

    private static ReceiptFile file() {
        return JOURNAL.promise(2)
                .with(proof().toString(), CERTIFICATE.signed(SampleShop.LOG).toString());
    }

    private static List<String> names() {
        return List.copyOf(texts().keySet());
    }

    @ParameterizedTest
    @MethodSource("names")
    void eachTextIsWrittenAsItsGoldenFile(String name) throws IOException {
        assertThat(new String(texts().get(name).bytes, UTF_8)).isEqualTo(golden(name));
    }

    @ParameterizedTest
    @MethodSource("names")
    void eachTextIsReadAsItWasWritten(String name) throws IOException {
        assertThat(texts().get(name).again.apply(golden(name).getBytes(UTF_8)).toString())
                .isEqualTo(golden(name));
    }

    /** Whatever is done to a text: it is refused, or it is another text, but never the same in another form. */
    @ParameterizedTest
    @MethodSource("names")
    void noTextHasASecondForm(String name) throws IOException {
        Text text = texts().get(name);
        List<String> unnoticed = new ArrayList<>();
        for (Map.Entry<String, byte[]> tampered : Tampered.of(text.bytes).entrySet()) {
            try {
                String again = text.again.apply(tampered.getValue()).toString();
                if (!again.equals(new String(tampered.getValue(), UTF_8))) {
                    unnoticed.add(tampered.getKey());
                }
            } catch (BadTextException refused) {
                assertThat(refused).hasMessageMatching("(?s).+");
            }
        }
        assertThat(unnoticed).isEmpty();
    }

    @Test
    void eachPartOfAReceiptFileIsOfWhomItSaysItIs() {
        ReceiptFile file = ReceiptFile.parse(file().bytes());
        ShopKeys keys = ShopKeys.of(Note.parse(file.keys()), null);
        Receipt receipt = Receipt.parse(Note.parse(file.receipt()));
        TlogProof proof = TlogProof.parse(file.proof());

        receipt.requireSigned(keys);
        assertThat(keys).isEqualTo(SampleShop.KEYS);
        assertThat(receipt.leaf()).isEqualTo(JOURNAL.leaf(2));
        assertThat(file.isHolderOf(receipt.leaf())).isTrue();
        assertThat(proof).isEqualTo(proof()).hasSameHashCodeAs(proof());
        assertThat(proof.includes(receipt.leaf().bytes())).isTrue();
        assertThat(proof.includes(JOURNAL.leaf(3).bytes())).isFalse();
        assertThat(proof.checkpoint().cosigned(keys.logKeys(), List.of(SampleShop.COSIGNER.key())))
                .containsExactly(new Note.Signed(SampleShop.COSIGNER.key(), SEEN));
        assertThat(proof.checkpoint().cosigned(keys.logKeys(), List.of())).isEmpty();
        assertThat(Certificate.of(Note.parse(file.certificate()), keys)).isEqualTo(CERTIFICATE);
        assertThat(file.toString()).doesNotContain(file.salt(), "Zoë");
    }

    @Test
    void onlyTheHolderOpensALeaf() {
        ReceiptFile zoe = JOURNAL.promise(2);
        ReceiptFile nobody = JOURNAL.promise(3);

        assertThat(zoe.isHolderOf(JOURNAL.leaf(3))).isFalse();
        assertThat(nobody.isHolderOf(JOURNAL.leaf(3))).isTrue();
        assertThat(nobody.isHolderOf(JOURNAL.leaf(4))).isTrue();
        assertThat(nobody.isHolderOf(JOURNAL.leaf(1))).isFalse();
        for (ReceiptFile wrong : List.of(
                new ReceiptFile(zoe.receipt(), nobody.orderId(), "Zoë", zoe.salt(), zoe.keys(), null, null),
                new ReceiptFile(zoe.receipt(), zoe.orderId(), null, zoe.salt(), zoe.keys(), null, null),
                new ReceiptFile(zoe.receipt(), zoe.orderId(), "Zoe", zoe.salt(), zoe.keys(), null, null),
                new ReceiptFile(zoe.receipt(), zoe.orderId(), "Zoë\n", zoe.salt(), zoe.keys(), null, null),
                new ReceiptFile(zoe.receipt(), zoe.orderId(), "Zoë", nobody.salt(), zoe.keys(), null, null))) {
            assertThat(wrong.isHolderOf(JOURNAL.leaf(2))).isFalse();
        }
    }

    @Test
    void saltsAndCommitmentsOfTwoSalesHaveNothingInCommon() {
        Origin later = new Origin(SampleShop.BASE, "counter", SampleShop.BIRTH.plusSeconds(1));
        Blind blind = Blind.of(SampleShop.seed(6), later);

        assertThat(blind.salt("a").base64())
                .isNotEqualTo(SampleShop.BLIND.salt("a").base64());
        assertThat(blind.toString() + blind.salt("a")).isEqualTo("Blind[hidden]Salt[hidden]");
        assertThatThrownBy(() -> blind.salt("a\nb")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Blind.of(new byte[31], later)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aKeySignsOnlyWhatItIsListedFor() {
        ShopKeys keys = SampleShop.KEYS;
        Receipt strange = Receipt.of(JOURNAL.leaf(2), SampleShop.STRANGER);
        Receipt byTheLog = Receipt.of(JOURNAL.leaf(2), SampleShop.LOG);

        assertThatThrownBy(() -> strange.requireSigned(keys)).isInstanceOf(BadTextException.class);
        assertThatThrownBy(() -> byTheLog.requireSigned(keys)).isInstanceOf(BadTextException.class);
        assertThatThrownBy(() -> Certificate.of(CERTIFICATE.signed(SampleShop.RECEIPTS), keys))
                .isInstanceOf(BadTextException.class);
        assertThatThrownBy(() -> ShopKeys.of(keys.signed(SampleShop.LOG), null)).isInstanceOf(BadTextException.class);
        assertThatThrownBy(() -> ShopKeys.of(keys.signed(SampleShop.ROOT), SampleShop.LOG.key()))
                .isInstanceOf(BadTextException.class)
                .hasMessageContaining("that was given");
        Note cosigned = JOURNAL.checkpoint(SEEN).note();
        Checkpoint cosignerFirst = Checkpoint.parse(new Note(
                cosigned.text(),
                List.of(cosigned.signatures().get(1), cosigned.signatures().get(0))));
        assertThatThrownBy(() -> cosignerFirst.cosigned(keys.logKeys(), List.of(SampleShop.COSIGNER.key())))
                .isInstanceOf(BadTextException.class);
    }

    @Test
    void aKeySignsOnlyWhileItIsListed() {
        ShopKeys keys = SampleShop.KEYS;
        Instant from = keys.listed().get(1).from();
        Instant until = keys.listed().get(1).until();

        assertThat(keys.receiptsKeys(from)).containsExactly(SampleShop.RECEIPTS.key());
        assertThat(keys.receiptsKeys(until.minusMillis(1))).containsExactly(SampleShop.RECEIPTS.key());
        assertThat(keys.receiptsKeys(from.minusMillis(1))).isEmpty();
        assertThat(keys.receiptsKeys(until)).isEmpty();
        assertThat(keys.logKeys(until)).containsExactly(SampleShop.LOG.key());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no 2|no 02",
                "no 2|no 0",
                "no 2|no +2",
                "no 2|no 2 ",
                "no 2|no  2",
                "no 2|no -2",
                "no 2|no 9223372036854775808",
                "no 2|no",
                "no 2|No 2",
                "kind ACCEPTED|kind accepted",
                "kind ACCEPTED|kind SWAPPED",
                "kind ACCEPTED|kind RESTOCKED",
                "kind ACCEPTED|kind VOID",
                "10:15:01.001Z|10:15:01Z",
                "10:15:01.001Z|10:15:01.0010Z",
                "10:15:01.001Z|10:15:60.001Z",
                "10:15:01.001Z|25:15:01.001Z",
                "10:15:01.001Z|10:15:01.001+00:00",
                "at 2026-11-22|at 2026-02-29",
                "at 2026-11-22|at 1969-12-31",
                "at 2026-11-22|at +12026-11-22",
                "at 2026-11-22T10:15:01.001Z|at -",
                "epoch 0|epoch -0",
                "epoch 0|epoch -1",
                "epoch 0|epoch -",
                "units -1|units 1",
                "units -1|units 0",
                "units -1|units -",
                "left 2|left -",
                "seq 1|seq 0",
                "seq 1|seq -",
                "item Y2Fy|item -",
                "item Y2Fy|item Y2F=",
                "item Y2Fy|item /w==",
                "item Y2Fy|item Y2Fy\nitem Y2Fy",
                "shop.example|shöp.example",
                "/20261122T101500Z|/20261122T101500.000Z",
                "/20261122T101500Z|",
                "counter|cou nter",
                "counter|-counter",
                "seckill/event@v1|seckill/event@v2",
                "detail -|detail -\n",
                "detail -\n|detail -",
                "detail -\n|"
            })
    void refusesAnEventThatBreaksARule(String change) {
        String text = JOURNAL.leaf(2).text();
        String[] parts = change.split("\\|", 2);
        assertThat(text).contains(parts[0]);
        assertThatThrownBy(() -> EventLeaf.parse(text.replace(parts[0], parts[1])))
                .isInstanceOf(BadTextException.class);
    }

    @Test
    void aLeafMayHaveLessThanNothingLeftForTheEquationsToFind() {
        String text = JOURNAL.leaf(2).text().replace("left 2", "left -2");

        assertThat(EventLeaf.parse(text).left()).isEqualTo(-2);
        assertThat(EventLeaf.parse(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                " {",
                "null",
                "{\"receipt\":null}",
                "{\"receipt\":\"a\\",
                "{\"receipt\":\"\\u00",
                "{\"receipt\":\"\\u0041\"",
                "{\"receipt\":\"\\ud800\"",
                "{\"receipt\":\"\\/\"",
                "{\"receipt\":1"
            })
    void refusesWhatIsNoReceiptFile(String bad) {
        assertThatThrownBy(() -> ReceiptFile.parse(bad.getBytes(UTF_8))).isInstanceOf(BadTextException.class);
    }

    @Test
    void oddTextsComeOutOfAReceiptFileAsTheyWere() {
        StringBuilder odd = new StringBuilder();
        for (char c = 0; c < 300; c++) {
            odd.append(c);
        }
        odd.append("\ud83d\ude97");
        ReceiptFile file = new ReceiptFile(odd.toString(), "", null, "\\u0041", "\"\\", null, "null");

        assertThat(ReceiptFile.parse(file.bytes())).isEqualTo(file);
        assertThatThrownBy(() -> ReceiptFile.parse(new byte[ReceiptFile.BYTES_MAX + 1]))
                .isInstanceOf(BadTextException.class);
        assertThatThrownBy(() -> ReceiptFile.parse(new byte[] {(byte) 0xff})).isInstanceOf(BadTextException.class);
    }

    @Test
    void aCheckpointOfNothingHasTheRootOfNothing() {
        String origin = SampleShop.ORIGIN.toString();

        assertThat(Checkpoint.of(origin, 0, Hash.OF_NO_LEAF, SampleShop.LOG_OF_SALE)
                        .size())
                .isZero();
        assertThatThrownBy(() -> Checkpoint.of(origin, 0, JOURNAL.root(), SampleShop.LOG_OF_SALE))
                .isInstanceOf(BadTextException.class);
        assertThatThrownBy(() -> Checkpoint.of(origin, 1, JOURNAL.root(), SampleShop.LOG))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String golden(String name) throws IOException {
        try (InputStream file = TextsTest.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), UTF_8);
        }
    }
}
