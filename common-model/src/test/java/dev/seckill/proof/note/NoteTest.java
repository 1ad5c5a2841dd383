package dev.seckill.proof.note;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NoteTest {

    private static final PrivateNoteKey LOG = PrivateNoteKey.of("shop.example/log", KeyType.ED25519, seed(1));
    private static final PrivateNoteKey COSIGNER = PrivateNoteKey.of("witness.example", KeyType.COSIGNATURE, seed(2));
    private static final Instant AT = Instant.parse("2026-11-22T10:15:30Z");
    private static final String TEXT = "a text\n\nof three lines\n";

    /** Of the documentation of Go's golang.org/x/mod/sumdb/note. */
    private static final String PETER_NEUMANN = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private static final String OF_PETER_NEUMANN = "If you think cryptography is the answer to your problem,\n"
            + "then you don't know what your problem is.\n"
            + "\n"
            + "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    @Test
    void readsANoteThatGoHasWritten() {
        NoteKey key = NoteKey.parse(PETER_NEUMANN);
        Note note = Note.parse(OF_PETER_NEUMANN);

        assertThat(key.toString()).isEqualTo(PETER_NEUMANN);
        assertThat(note.signed(List.of(key))).containsExactly(new Note.Signed(key, null));
        assertThat(note.toString()).isEqualTo(OF_PETER_NEUMANN);
    }

    @Test
    void readsAPrivateKeyThatGoHasWritten() {
        String secret = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";

        PrivateNoteKey pair = PrivateNoteKey.parse(secret);

        assertThat(pair.secret()).isEqualTo(secret);
        assertThat(pair.key().toString()).isEqualTo(PETER_NEUMANN);
        assertThat(pair.toString()).isEqualTo(PETER_NEUMANN);
        assertThat(Note.of(Note.parse(OF_PETER_NEUMANN).text(), new JdkNoteSigner(pair))
                        .toString())
                .isEqualTo(OF_PETER_NEUMANN);
        assertThatThrownBy(() -> PrivateNoteKey.parse(secret.replace("c74f", "c74e")))
                .isInstanceOf(BadTextException.class)
                .hasMessageNotContaining("AYEK");
    }

    @Test
    void aCosignatureTellsWhenTheCheckpointWasSeen() {
        Note note = note();

        assertThat(note.signed(List.of(COSIGNER.key(), LOG.key())))
                .containsExactly(new Note.Signed(LOG.key(), null), new Note.Signed(COSIGNER.key(), AT));
        assertThat(Note.parse(note.bytes())).isEqualTo(note);
    }

    @Test
    void aSignatureByAnUnknownKeySaysNothing() {
        assertThat(note().signed(List.of(LOG.key()))).containsExactly(new Note.Signed(LOG.key(), null));
        assertThatThrownBy(() -> note().signed(List.of())).isInstanceOf(BadTextException.class);
        assertThatThrownBy(() -> note().signed(List.of(LOG.key().named("another.example"))))
                .isInstanceOf(BadTextException.class);
        assertThatThrownBy(
                        () -> note().signed(List.of(PrivateNoteKey.of(LOG.key().name(), KeyType.ED25519, seed(3))
                                .key())))
                .isInstanceOf(BadTextException.class);
    }

    @Test
    void oneSignatureThatDoesNotHoldSpoilsTheNote() {
        Note signed = note();
        Note other =
                new Note("another text\n", signed.signatures()).with(NoteSignature.of("another text\n", signer(4)));

        assertThatThrownBy(() -> other.signed(List.of(LOG.key(), signer(4).key())))
                .isInstanceOf(BadTextException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "text\n",
                "text\n\n",
                "text\n\n\n",
                "text\n— a AAAAAAE=\n",
                "text\n\n— a AAAAAAE=",
                "text\n\n- a AAAAAAE=\n",
                "text\n\n—  AAAAAAE=\n",
                "text\n\n— a  AAAAAAE=\n",
                "text\n\n— a AAAAAAE= \n",
                "text\n\n— a+b AAAAAAE=\n",
                "text\n\n— a\u00a0b AAAAAAE=\n",
                "text\n\n— a AAAAAAE\n",
                "text\n\n— a AAAAAAF=\n",
                "text\n\n— a AAAA\n",
                "text\n\n— a AAAAAA==\n",
                "text\n\n— a AAAAAAE=\n— a AAAAAAE=\n",
                "text\r\n\r\n— a AAAAAAE=\r\n",
                "te\txt\n\n— a AAAAAAE=\n",
                "text\n\n— a AAAAAAE=\nmore\n"
            })
    void refusesWhatIsNoNote(String bad) {
        assertThat(Note.parse("text\n\n— a AAAAAAE=\n").signatures()).hasSize(1);
        assertThatThrownBy(() -> Note.parse(bad.getBytes(UTF_8))).isInstanceOf(BadTextException.class);
    }

    @Test
    void refusesBytesThatAreNoText() {
        byte[] note = "text\n\n— a AAAAAAE=\n".getBytes(UTF_8);
        note[0] = (byte) 0xc0;

        assertThatThrownBy(() -> Note.parse(note)).isInstanceOf(BadTextException.class);
        assertThatThrownBy(() -> Note.parse(new byte[Note.BYTES_MAX + 1])).isInstanceOf(BadTextException.class);
    }

    @Test
    void takesManySignaturesAndNotAnyNumber() {
        Note note = Note.of(TEXT, signer(10));
        for (int i = 11; i < 10 + Note.SIGNATURES_MAX; i++) {
            note = note.with(NoteSignature.of(TEXT, signer(i)));
        }
        Note full = note;

        assertThat(Note.parse(full.bytes()).signatures()).hasSize(Note.SIGNATURES_MAX);
        assertThatThrownBy(() -> full.with(NoteSignature.of(TEXT, signer(9)))).isInstanceOf(BadTextException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "PeterNeumann",
                "PeterNeumann+c74f20a3",
                "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "Peter+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a3+AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWAA==",
                "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n"
            })
    void refusesWhatIsNoKey(String bad) {
        assertThatThrownBy(() -> NoteKey.parse(bad)).isInstanceOf(BadTextException.class);
    }

    @Test
    void newKeysDiffer() {
        SecureRandom random = new SecureRandom();
        PrivateNoteKey one = PrivateNoteKey.generate("a", KeyType.COSIGNATURE, random);
        PrivateNoteKey two = PrivateNoteKey.generate("a", KeyType.COSIGNATURE, random);

        assertThat(one.seed()).isNotEqualTo(two.seed());
        assertThat(PrivateNoteKey.parse(one.secret()).key()).isEqualTo(one.key());
        assertThat(NoteKey.parse(one.key().toString())).isEqualTo(one.key());
    }

    private static Note note() {
        return Note.of(TEXT, new JdkNoteSigner(LOG)).with(NoteSignature.of(TEXT, new JdkNoteSigner(COSIGNER), AT));
    }

    private static NoteSigner signer(int number) {
        return new JdkNoteSigner(PrivateNoteKey.of("shop.example/" + number, KeyType.ED25519, seed(number)));
    }

    private static byte[] seed(int number) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) number);
        return seed;
    }
}
