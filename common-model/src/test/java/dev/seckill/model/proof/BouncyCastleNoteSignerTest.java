package dev.seckill.model.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.proof.note.JdkNoteSigner;
import dev.seckill.proof.note.KeyType;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.note.NoteSigner;
import dev.seckill.proof.note.PrivateNoteKey;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BouncyCastleNoteSignerTest {

    private static final PrivateNoteKey PAIR =
            PrivateNoteKey.of("shop.example/receipts", KeyType.ED25519, new byte[32]);

    /** RFC 8032, section 7.1, test 3. */
    @Test
    void signsAsTheStandardSays() {
        byte[] seed = HexFormat.of().parseHex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7");
        NoteSigner signer = new BouncyCastleNoteSigner(PrivateNoteKey.of("test", KeyType.ED25519, seed));

        assertThat(signer.sign(new byte[] {(byte) 0xaf, (byte) 0x82}))
                .isEqualTo(HexFormat.of()
                        .parseHex("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"));
    }

    @Test
    void theJdkSignsTheSameAndTakesItForSigned() {
        Random random = new Random(23);
        for (int i = 0; i < 50; i++) {
            byte[] seed = new byte[32];
            byte[] message = new byte[random.nextInt(400)];
            random.nextBytes(seed);
            random.nextBytes(message);
            PrivateNoteKey pair = PrivateNoteKey.of("test", KeyType.ED25519, seed);

            byte[] signature = new BouncyCastleNoteSigner(pair).sign(message);

            assertThat(signature).isEqualTo(new JdkNoteSigner(pair).sign(message));
            assertThat(pair.key().key().verifies(message, signature)).isTrue();
        }
    }

    @Test
    void aNoteOfAnotherNameIsOfTheSameKey() {
        BouncyCastleNoteSigner named = new BouncyCastleNoteSigner(PAIR).named("shop.example/counter/20261122T101500Z");

        Note note = Note.of("text\n", named);

        assertThat(named.key().key()).isEqualTo(PAIR.key().key());
        assertThat(Note.parse(note.toString().getBytes(UTF_8)).signed(List.of(named.key())))
                .hasSize(1);
    }

    @Test
    void showsThePublicHalfAlone() {
        assertThat(new BouncyCastleNoteSigner(PAIR)).hasToString(PAIR.key().toString());
    }
}
