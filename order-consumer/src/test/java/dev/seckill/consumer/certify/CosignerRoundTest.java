package dev.seckill.consumer.certify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.consumer.status.ConsumerMetrics;
import dev.seckill.infra.testing.LogLines;
import dev.seckill.model.proof.ProofKeys;
import dev.seckill.proof.cosign.AddCheckpoint;
import dev.seckill.proof.cosign.Answer;
import dev.seckill.proof.cosign.Answer.Type;
import dev.seckill.proof.cosign.Cosigner;
import dev.seckill.proof.cosign.SeenCheckpoints;
import dev.seckill.proof.note.JdkNoteSigner;
import dev.seckill.proof.note.KeyType;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.note.Note.Signed;
import dev.seckill.proof.note.NoteSignature;
import dev.seckill.proof.note.NoteSigner;
import dev.seckill.proof.note.PrivateNoteKey;
import dev.seckill.proof.text.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the cosigner's rules in the same process. */
final class CosignerRoundTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:20:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final NoteSigner SIGNER = signer("watch.example");

    @TempDir
    private Path directory;

    private ProofKeys keys;
    private HandedSale sale;
    private SeenCheckpoints seen;
    private final Link link = new Link();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // a stopwatch may run over
    private final ConsumerMetrics metrics = new ConsumerMetrics(CLOCK);
    private CosignerRound round;

    private static NoteSigner signer(String name) {
        return new JdkNoteSigner(PrivateNoteKey.generate(name, KeyType.COSIGNATURE, new SecureRandom()));
    }

    /** The cosigner, unless something else is to be answered. */
    private final class Link implements CosignerLink {

        private Cosigner cosigner;
        private final List<Long> asked = new ArrayList<>();
        private Answer instead;
        private boolean isAway;
        private boolean isSecretive;
        private Runnable meanwhile = () -> {};

        @Override
        public Answer add(AddCheckpoint request) throws CosignerAwayException {
            if (isAway) {
                throw new CosignerAwayException("ConnectException: nobody there");
            }
            asked.add(request.checkpoint().size());
            meanwhile.run();
            return instead == null || request.checkpoint().size() == 0 ? cosigner.add(request.bytes()) : instead;
        }

        @Override
        public byte[] last(String origin) {
            return isSecretive ? null : cosigner.last(SeenCheckpoints.name(origin));
        }
    }

    @BeforeEach
    void open() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("keys"));
        TestKeys.make(folder);
        keys = TestKeys.read(folder);
        seen = SeenCheckpoints.in(directory.resolve("seen"));
        link.cosigner = new Cosigner(SIGNER, List.of(keys.signer().key()), seen, CLOCK);
        begin(new HandedSale(directory.resolve("proofs"), keys, "counter"));
    }

    @AfterEach
    void close() {
        seen.close();
        metrics.close();
    }

    /** Begins to ask of this sale, and has forgotten all before. */
    private void begin(HandedSale of) {
        sale = of;
        round = round(of);
        metrics.cosigners().known(1);
    }

    private CosignerRound round(HandedSale of) {
        return new CosignerRound(
                SIGNER.key(), link, of.files, keys, WAIT, PAUSE, metrics.cosigners(), CLOCK, nanos::get);
    }

    private void takeTurns() {
        round.tell(sale.origin);
        takeMoreTurns();
    }

    private void takeMoreTurns() {
        try {
            while (round.turn()) {
                assertThat(round.hasAnswered(sale.origin)).isTrue();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Signed> cosigned() {
        return Checkpoint.parse(sale.note()).cosigned(keys.listed().logKeys(), List.of(SIGNER.key()));
    }

    private double asked(String outcome) {
        return metrics.scrape()
                .lines()
                .filter(line -> line.startsWith("consumer_cosigners_asked_total{outcome=\"" + outcome + "\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }

    @Test
    void eachTreeThatIsHandedOutIsSigned() {
        for (int size : new int[] {1, 2, 3, 255, 256, 257, 600, 1000}) {
            sale.growTo(size);
            takeTurns();

            assertThat(cosigned()).as("size " + size).containsExactly(new Signed(SIGNER.key(), NOW));
        }
        assertThat(round.known(sale.origin)).isEqualTo(new CosignedTree(1000, "watch.example", null));
        assertThat(asked("signed")).isEqualTo(8);
        assertThat(metrics.scrape()).contains("consumer_cosigners{state=\"fine\"} 1");
    }

    @Test
    void whatIsSignedAlreadyIsNotAskedForAgain() {
        takeTurns();
        Note note = sale.note();
        link.asked.clear();

        takeTurns();

        assertThat(link.asked).isEmpty();
        assertThat(sale.note()).isEqualTo(note);
    }

    @Test
    void aProgramThatStartsAnewIsToldWhatTheCosignerKnows() {
        sale.growTo(7);
        takeTurns();
        sale.growTo(9);

        begin(sale);
        link.asked.clear();
        takeTurns();

        assertThat(link.asked).containsExactly(0L, 9L);
        assertThat(cosigned()).hasSize(1);
    }

    @Test
    void aLargerTreeThanOurOwnIsKnownWithWhatTheCosignerShowsOfIt() {
        Checkpoint larger = sale.growTo(7);
        takeTurns();
        begin(sale.elsewhere(directory.resolve("restored")));

        takeTurns();

        assertThat(round.known(sale.origin).size()).isEqualTo(7);
        assertThat(round.known(sale.origin).checkpoint().note().text())
                .isEqualTo(larger.note().text());
        assertThat(cosigned()).isEmpty();
        assertThat(sale.note().signatures()).hasSize(1);
    }

    @Test
    void aCosignerThatShowsNothingTellsASizeAtLeast() {
        sale.growTo(7);
        takeTurns();
        begin(sale.elsewhere(directory.resolve("restored")));
        link.isSecretive = true;

        takeTurns();

        assertThat(round.known(sale.origin)).isEqualTo(new CosignedTree(7, "watch.example", null));
    }

    @Test
    void anotherProgramMayHaveHadItSignMeanwhile() throws InterruptedException {
        takeTurns();
        HandedSale elsewhere = sale.elsewhere(directory.resolve("elsewhere"));
        elsewhere.growTo(5);
        CosignerRound ofOther = round(elsewhere);
        ofOther.tell(elsewhere.origin);
        assertThat(ofOther.turn()).isTrue();
        assertThat(elsewhere.note().signatures()).hasSize(2);

        sale.growTo(5);
        takeTurns();

        assertThat(cosigned()).hasSize(1);
        assertThat(asked("refused")).isZero();
    }

    @Test
    void aTreeThatIsReplacedMeanwhileKeepsNoSignatureOfTheOneBefore() {
        takeTurns();
        sale.growTo(2);
        link.meanwhile = () -> sale.growTo(3);
        takeTurns();
        assertThat(cosigned()).isEmpty();
        assertThat(sale.files.newest(sale.origin).size()).isEqualTo(3);

        link.meanwhile = () -> {};
        takeTurns();

        assertThat(cosigned()).hasSize(1);
    }

    @Test
    void whoIsAwayIsWaitedForByNobodyAndAskedAgainLater() {
        link.isAway = true;
        assertThat(round.hasAnswered(sale.origin)).isFalse();
        takeMoreTurns();

        assertThat(round.hasAnswered(sale.origin)).isTrue();
        assertThat(round.known(sale.origin)).isEqualTo(CosignedTree.NONE);
        assertThat(asked("away")).isEqualTo(1);
        assertThat(metrics.scrape()).contains("consumer_cosigners{state=\"failing\"} 1");
        HandedSale other = new HandedSale(directory.resolve("proofs"), keys, "other");
        assertThat(round.hasAnswered(other.origin)).as("nor for another sale").isTrue();

        link.isAway = false;
        takeTurns();
        assertThat(cosigned()).as("within the pause").isEmpty();
        nanos.addAndGet(PAUSE.toNanos());
        takeMoreTurns();

        assertThat(cosigned()).hasSize(1);
        assertThat(metrics.scrape()).contains("consumer_cosigners{state=\"failing\"} 0");
    }

    @Test
    void whoDoesNotAnswerIsWaitedForOnceAndNoLongerThanThat() {
        assertThat(round.hasAnswered(sale.origin)).isFalse();
        nanos.addAndGet(WAIT.toNanos() - 1);
        assertThat(round.hasAnswered(sale.origin)).isFalse();

        nanos.addAndGet(1);

        assertThat(round.hasAnswered(sale.origin)).isTrue();
    }

    @Test
    void nonsenseIsHandedOutByNobody() {
        NoteSigner stranger = signer("stranger.example");
        NoteSigner sameName = signer("watch.example");
        String text = sale.note().text();
        String good = NoteSignature.of(text, SIGNER, NOW) + "\n";
        link.isSecretive = true; // so that a number would be believed
        for (Answer nonsense : List.of(
                signed(""),
                signed("\n"),
                signed("<html>"),
                signed(NoteSignature.of(text, stranger, NOW) + "\n"),
                signed(NoteSignature.of(text, sameName, NOW) + "\n"),
                signed(NoteSignature.of("another text\n", SIGNER, NOW) + "\n"),
                signed(NoteSignature.of(text, SIGNER, NOW.plusSeconds(61)) + "\n"),
                signed(NoteSignature.of(text, SIGNER, NOW.minusSeconds(61)) + "\n"),
                signed(good.replace("=", "")),
                new Answer(404, Type.TEXT, good),
                new Answer(409, Type.TEXT, "5\n"),
                new Answer(409, Type.SIZE, "05\n"),
                new Answer(409, Type.SIZE, "5"),
                new Answer(409, Type.SIZE, "5 \n"),
                new Answer(409, Type.SIZE, "-5\n"),
                new Answer(409, Type.SIZE, "9999999999999999999999999\n"),
                new Answer(409, Type.SIZE, "0\n"),
                new Answer(500, Type.TEXT, "oh"))) {
            link.instead = nonsense;
            double before = asked("refused");

            takeTurns();

            assertThat(sale.note().signatures()).as(nonsense.body()).hasSize(1);
            assertThat(asked("refused")).as(nonsense.body()).isEqualTo(before + 1);
            assertThat(round.known(sale.origin)).as(nonsense.body()).isEqualTo(CosignedTree.NONE);
            nanos.addAndGet(PAUSE.toNanos());
        }
        link.instead = signed(NoteSignature.of(text, stranger, NOW) + "\n" + good);
        takeMoreTurns();
        assertThat(asked("signed")).isEqualTo(1);
        assertThat(cosigned()).hasSize(1);
        assertThat(sale.note().signatures()).as("and no stranger's").hasSize(2);
    }

    @Test
    void aNumberThatDoesNotFitToWhatTheCosignerShowsIsNotBelieved() {
        link.instead = new Answer(409, Type.SIZE, "5\n"); // and shows that it signed no event

        takeTurns();

        assertThat(asked("refused")).isEqualTo(1);
        assertThat(round.known(sale.origin)).isEqualTo(CosignedTree.NONE);
    }

    @Test
    void whoRefusesOneSaleFailsHoweverManyOthersItSigns() {
        link.instead = new Answer(422, Type.TEXT, "another history");
        takeTurns();
        assertThat(metrics.scrape()).contains("consumer_cosigners{state=\"failing\"} 1");

        link.instead = null;
        HandedSale other = new HandedSale(directory.resolve("proofs"), keys, "other");
        round.tell(other.origin);
        takeMoreTurns();
        assertThat(asked("signed")).isEqualTo(1);
        round.tell(other.origin); // there is nothing to ask
        takeMoreTurns();
        assertThat(metrics.scrape()).contains("consumer_cosigners{state=\"failing\"} 1");

        nanos.addAndGet(PAUSE.toNanos());
        takeMoreTurns();
        assertThat(asked("signed")).isEqualTo(2);
        assertThat(metrics.scrape()).contains("consumer_cosigners{state=\"failing\"} 0");
    }

    private static Answer signed(String body) {
        return new Answer(200, Type.TEXT, body);
    }

    @Test
    void anotherHistoryIsToldAndNotSigned() {
        sale.growTo(3);
        takeTurns();
        begin(new HandedSale(directory.resolve("fork"), keys, "counter"));
        sale.growTo(5);

        List<String> lines = LogLines.during(this::takeTurns);

        assertThat(lines)
                .singleElement()
                .asString()
                .contains("a cosigner does not sign, trying on; nothing waits for it")
                .contains("watch.example", "counter", "status 422: the proof does not lead");
        assertThat(sale.note().signatures()).hasSize(1);
    }

    @Test
    void whoStaysAwayIsToldAFewTimes() {
        link.isAway = true;

        List<String> lines = LogLines.during(() -> {
            takeTurns();
            for (int i = 0; i < 500; i++) {
                nanos.addAndGet(PAUSE.toNanos());
                takeMoreTurns();
            }
            link.isAway = false;
            nanos.addAndGet(PAUSE.toNanos());
            takeMoreTurns();
        });

        assertThat(asked("away")).isEqualTo(501);
        assertThat(lines).hasSizeBetween(3, 8).last().asString().contains("signs again");
        assertThat(lines.get(0)).contains("nobody there");
    }
}
