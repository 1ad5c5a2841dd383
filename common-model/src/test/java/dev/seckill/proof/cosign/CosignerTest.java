package dev.seckill.proof.cosign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.proof.SampleJournal;
import dev.seckill.proof.SampleShop;
import dev.seckill.proof.note.JdkNoteSigner;
import dev.seckill.proof.note.KeyType;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.note.NoteKey;
import dev.seckill.proof.note.NoteSignature;
import dev.seckill.proof.note.NoteSigner;
import dev.seckill.proof.note.PrivateNoteKey;
import dev.seckill.proof.text.Checkpoint;
import dev.seckill.proof.tree.Hash;
import dev.seckill.proof.tree.TreeProofs;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CosignerTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:20:00Z");
    private static final SampleJournal JOURNAL = SampleJournal.whole();
    private static final String ORIGIN = SampleShop.ORIGIN.toString();

    @TempDir
    private Path directory;

    private SeenCheckpoints seen;
    private Cosigner cosigner;

    @BeforeEach
    void open() {
        seen = SeenCheckpoints.in(directory);
        cosigner = cosigner(SampleShop.LOG.key());
    }

    @AfterEach
    void close() {
        seen.close();
    }

    private Cosigner cosigner(NoteKey log) {
        return new Cosigner(SampleShop.COSIGNER, List.of(log), seen, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void signsATreeThatGrewWithItsClocksTime() {
        assertThat(ask(0, List.of(), JOURNAL.cut(3).checkpoint()).status()).isEqualTo(200);

        Checkpoint next = JOURNAL.checkpoint();
        Answer answer = ask(3, proof(3), next);

        assertThat(answer.status()).isEqualTo(200);
        Note cosigned = next.note()
                .with(NoteSignature.parse(answer.body().lines().findFirst().orElseThrow()));
        assertThat(Checkpoint.parse(cosigned)
                        .cosigned(List.of(SampleShop.LOG.key()), List.of(SampleShop.COSIGNER.key()))
                        .get(0)
                        .at())
                .isEqualTo(NOW);
    }

    @Test
    void tellsHowFarItIsToALogThatThinksOtherwise() {
        ask(0, List.of(), JOURNAL.cut(3).checkpoint());

        assertThat(ask(0, List.of(), JOURNAL.checkpoint())).isEqualTo(new Answer(409, Answer.Type.SIZE, "3\n"));
        assertThat(ask(4, proof(4), JOURNAL.checkpoint()).body()).isEqualTo("3\n");
        assertThat(ask(2, List.of(), JOURNAL.cut(2).checkpoint()).body()).isEqualTo("3\n");
    }

    @Test
    void neverSignsTwoHistories() {
        ask(0, List.of(), JOURNAL.cut(3).checkpoint());
        SampleJournal other = new SampleJournal()
                .restocked(3)
                .accepted(1, "Zoë")
                .accepted(1, null)
                .closed();

        assertThat(ask(3, List.of(), other.cut(3).checkpoint()).status()).isEqualTo(409);
        assertThat(ask(3, TreeProofs.consistency(other.tree(), 3, 4), other.checkpoint())
                        .status())
                .isEqualTo(422);
        assertThat(ask(3, List.of(), JOURNAL.checkpoint()).status()).isEqualTo(422);
        assertThat(ask(3, proof(3), JOURNAL.checkpoint()).status()).isEqualTo(200);
    }

    @Test
    void signsTheSameTreeAgain() {
        Answer first = ask(0, List.of(), JOURNAL.checkpoint());
        Answer again = ask(JOURNAL.leaves().size(), List.of(), JOURNAL.checkpoint());

        assertThat(again).isEqualTo(first);
    }

    @Test
    void remembersWhatAnEarlierProcessSigned() {
        ask(0, List.of(), JOURNAL.cut(3).checkpoint());
        seen.close();
        open();

        assertThat(ask(0, List.of(), JOURNAL.checkpoint()).body()).isEqualTo("3\n");
        assertThat(new String(cosigner.last(SeenCheckpoints.name(ORIGIN)), UTF_8))
                .isEqualTo(JOURNAL.cut(3).checkpoint().note().toString());
        assertThat(cosigner.last("../" + SeenCheckpoints.name(ORIGIN))).isNull();
    }

    @Test
    void isAloneInItsDirectory() {
        assertThatThrownBy(() -> SeenCheckpoints.in(directory)).hasMessageContaining("is used by another process");
    }

    @Test
    void signsNothingOfOtherShopsOrOfOtherKeys() {
        NoteKey elsewhere = SampleShop.LOG.key().named("elsewhere.example/log");
        NoteSigner stranger = new JdkNoteSigner(PrivateNoteKey.of(ORIGIN, KeyType.ED25519, SampleShop.seed(9)));
        Checkpoint forged = Checkpoint.of(ORIGIN, 4, JOURNAL.cut(4).root(), stranger);

        assertThat(cosigner(elsewhere)
                        .add(new AddCheckpoint(0, List.of(), JOURNAL.checkpoint()).bytes())
                        .status())
                .isEqualTo(404);
        assertThat(ask(0, List.of(), forged).status()).isEqualTo(403);
        assertThat(cosigner.last(SeenCheckpoints.name(ORIGIN))).isNull();
    }

    @Test
    void refusesWhatIsNoRequest() {
        String good = new String(new AddCheckpoint(0, List.of(), JOURNAL.checkpoint()).bytes(), UTF_8);
        for (String bad : List.of(
                "",
                "\n\n",
                good.replace("old 0", "old 00"),
                good.replace("old 0", "old -1"),
                good.replace("old 0", "new 0"),
                good.replace("old 0\n", "old 99999999999999999999\n"),
                good.replace("old 0\n", "old 0\nAAAA\n"),
                good.replace("old 0\n", "old 0\n" + (Hash.OF_NO_LEAF + "\n").repeat(64)),
                good.substring(0, good.length() - 1))) {
            assertThat(cosigner.add(bad.getBytes(UTF_8)).status()).as(bad).isEqualTo(400);
        }
        assertThat(ask(JOURNAL.leaves().size() + 1L, List.of(), JOURNAL.checkpoint())
                        .status())
                .isEqualTo(400);
        assertThat(ask(0, List.of(Hash.OF_NO_LEAF), JOURNAL.checkpoint()).status())
                .isEqualTo(422);
    }

    private Answer ask(long old, List<Hash> proof, Checkpoint checkpoint) {
        return cosigner.add(new AddCheckpoint(old, proof, checkpoint).bytes());
    }

    private static List<Hash> proof(long old) {
        return TreeProofs.consistency(JOURNAL.tree(), old, JOURNAL.leaves().size());
    }
}
