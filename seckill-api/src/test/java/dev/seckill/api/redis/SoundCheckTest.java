package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.api.sale.LoggedSeq;
import dev.seckill.api.sale.SaleState;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.infra.testing.LogLines;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SoundCheckTest {

    private static final Duration WAIT = Duration.ofSeconds(3);

    private final Verdicts verdicts = new Verdicts();
    private final SeqGuard guard = new SeqGuard(this::readLog);
    private LoggedSeq.Mark logged = LoggedSeq.NONE;
    private boolean logAway;
    private int logReads;
    private long nanos;
    private final FailoverPause pause = new FailoverPause(WAIT, () -> nanos);
    private final SoundCheck check = new SoundCheck(SaleId.DEFAULT, verdicts, guard, pause);

    private LoggedSeq.Mark readLog() {
        logReads++;
        if (logAway) {
            throw new IllegalStateException("no broker answers");
        }
        return logged;
    }

    @Test
    void asksTheLogAtANewConnectionBeforeItCallsTheSaleSound() {
        assertThat(check.mayDecideUpon(open(7, "one")))
                .as("to be read again after the log")
                .isFalse();
        assertThat(check.isHeldAgainstTheLog()).isTrue();
        assertThat(check.isSound()).isFalse();

        assertThat(check.mayDecideUpon(open(7, "one"))).isTrue();
        assertThat(check.isSound()).isTrue();
        assertThat(verdicts.said).containsExactly("sound in one");
        assertThat(logReads).isEqualTo(1);
    }

    @Test
    void asksNobodyOnceTheSaleIsSoundOverThisConnection() {
        findSound();

        for (long seq = 8; seq < 100; seq++) {
            assertThat(check.mayDecideUpon(open(seq, "one"))).isTrue();
        }

        assertThat(logReads).isEqualTo(1);
        assertThat(verdicts.said).hasSize(1);
    }

    @Test
    void asksTheLogAnewAfterTheConnectionBroke() {
        findSound();

        check.disconnected();

        assertThat(check.isSound()).isFalse();
        assertThat(check.isHeldAgainstTheLog()).isFalse();
        assertThat(check.mayDecideUpon(open(7, "one"))).isFalse();
        assertThat(logReads).isEqualTo(2);
    }

    @Test
    void haltsARedisThatHasForgottenWhatWasDecidedHere() {
        findSound();
        guard.decided(9);

        assertThat(check.mayDecideUpon(open(8, "one"))).isFalse();

        assertThat(verdicts.said).endsWith("halted");
    }

    @Test
    void haltsARedisThatIsOlderThanTheLog() {
        logged = new LoggedSeq.Mark(40, 40, 0);
        assertThat(check.mayDecideUpon(open(39, "one"))).isFalse();
        assertThat(verdicts.said).isEmpty();

        assertThat(check.mayDecideUpon(open(39, "one"))).isFalse();

        assertThat(verdicts.said).containsExactly("halted");
    }

    @Test
    void lookAtASaleThatWasBegunAnewComesAfterEverybodyElseHadTimeToLook() {
        logged = LoggedSeq.Mark.of(
                new SaleEvent.Restocked(SaleId.DEFAULT, 1, 10, 10, Instant.EPOCH, SaleEvent.Restocked.BY_HAND), 0);
        SaleReader.Snapshot bare = look(Map.of(), "one", Set.of());
        assertThat(check.mayDecideUpon(bare)).as("the log comes first").isFalse();

        assertThat(check.isCountingDown()).isFalse();
        assertThatThrownBy(() -> check.mayDecideUpon(bare)).isInstanceOf(StockUnavailableException.class);
        assertThat(check.isCountingDown())
                .as("dropped now, it would begin again")
                .isTrue();
        nanos += WAIT.toNanos();

        assertThat(check.isCountingDown()).isFalse();
        assertThat(check.mayDecideUpon(bare)).isFalse();
        assertThat(check.isReadingDue())
                .as("what others decided may be logged by now")
                .isTrue();
        check.readAgain();
        assertThat(check.mayDecideUpon(bare)).isFalse();
        assertThat(check.mayDecideUpon(bare)).isTrue();
        assertThat(check.goingOn(bare.state()).lastNo()).isEqualTo(1);
        assertThat(verdicts.said).containsExactly("sound in one");
    }

    @Test
    void haltsARedisThatHasLostACompanionAlsoOverAConnectionOnWhichItWasSound() {
        for (SaleLoss loss : SaleLoss.values()) {
            findSound();
            verdicts.said.clear();

            assertThat(check.mayDecideUpon(look(Map.of("no", "7", "left", "5", "seq", "7"), "one", Set.of(loss))))
                    .isFalse();

            assertThat(verdicts.said).containsExactly("halted");
        }
    }

    @Test
    void haltsASaleThatAnOlderVersionHasSoldAndSaysWhatHelps() {
        List<String> said = LogLines.during(() -> assertThat(
                        check.mayDecideUpon(look(Map.of("seq", "7", "allotment", "12"), "one", Set.of())))
                .isFalse());

        assertThat(verdicts.said).containsExactly("halted");
        assertThat(said)
                .singleElement()
                .asString()
                .contains("sale - halted: redis was written by an older version, which kept no journal; run recover (");
    }

    @Test
    void looksAgainWhenSomebodyChangesTheSaleThatItIsAboutToHalt() {
        findSound();
        guard.decided(9);
        verdicts.changedMeanwhile = true;

        assertThat(check.mayDecideUpon(open(8, "one"))).isFalse();
        assertThat(check.mayDecideUpon(open(9, "one"))).isTrue();
    }

    @Test
    void leavesAProcessAloneThatIsNewToTheSaleUntilEverybodyHasLooked() {
        assertThatThrownBy(() -> check.mayDecideUpon(open(7, "another")))
                .isInstanceOfSatisfying(
                        StockUnavailableException.class,
                        e -> assertThat(e.trouble())
                                .isEqualTo(
                                        "Redis is a process that is new to the sale; every instance looks at it first."))
                .hasMessageContaining("runId=one, last sound in=another");
        assertThat(verdicts.said).isEmpty();

        nanos += WAIT.toNanos();

        assertThat(check.mayDecideUpon(open(7, "another"))).isFalse();
        check.readAgain();
        assertThat(check.mayDecideUpon(open(7, "another"))).isFalse();
        assertThat(check.mayDecideUpon(open(7, "another"))).isTrue();
        assertThat(verdicts.said).containsExactly("sound in one");
    }

    @Test
    void hasTheLogReadOnOnceTheProcessWasLeftAlone() {
        assertThatThrownBy(() -> check.mayDecideUpon(open(7, "another"))).isInstanceOf(StockUnavailableException.class);
        assertThat(check.isReadingDue()).as("too early").isFalse();
        nanos += WAIT.toNanos();

        haltsOnlyOnceTheLogWasReadOn();
    }

    @Test
    void hasTheLogReadOnForASaleThatNobodyAskedForWhileTheProcessWasLeftAlone() {
        pause.begin(verdicts.server());
        nanos += WAIT.toNanos();

        haltsOnlyOnceTheLogWasReadOn();
    }

    private void haltsOnlyOnceTheLogWasReadOn() {
        assertThat(check.mayDecideUpon(open(7, "another"))).isFalse();
        assertThat(check.isReadingDue()).isTrue();
        logged = new LoggedSeq.Mark(8, 8, 0); // decided elsewhere meanwhile
        check.readAgain();
        assertThat(check.isReadingDue()).as("once").isFalse();
        assertThat(check.mayDecideUpon(open(7, "another"))).isFalse();
        assertThat(check.mayDecideUpon(open(7, "another"))).isFalse();

        assertThat(verdicts.said).containsExactly("halted");
    }

    @Test
    void whatWasReadForAnotherReasonDoesNotCountAsReadSince() {
        pause.begin(verdicts.server());
        check.readAgain();
        nanos += WAIT.toNanos();

        assertThat(check.mayDecideUpon(open(7, "another"))).isFalse();
        assertThat(check.isReadingDue()).isTrue();
    }

    @Test
    void hasTheLogReadOnAgainOverAnotherConnection() {
        pause.begin(verdicts.server());
        nanos += WAIT.toNanos();
        check.mayDecideUpon(open(7, "another"));
        check.readAgain();

        check.disconnected();

        assertThat(check.mayDecideUpon(open(7, "another"))).isFalse();
        assertThat(check.isReadingDue()).isTrue();
    }

    @Test
    void forASaleThatSomebodyInventedTheLogIsNotReadOn() {
        pause.begin(verdicts.server());
        nanos += WAIT.toNanos();
        SaleReader.Snapshot blank = look(null, Map.of(), null, Set.of());

        assertThat(check.mayDecideUpon(blank)).as("the log comes first").isFalse();
        assertThat(check.mayDecideUpon(blank)).isTrue();
        assertThat(verdicts.said).isEmpty();
    }

    @Test
    void forAProcessThatNobodyHadToLeaveAloneTheLogIsNotReadOn() {
        verdicts.uptime = WAIT;

        assertThat(check.mayDecideUpon(open(7, null))).isFalse();
        assertThat(check.isReadingDue()).isFalse();
        assertThat(check.mayDecideUpon(open(7, null))).isTrue();
    }

    @Test
    void checksAgainWhenTheSignThatTheRelaysGoByIsGone() {
        findSound();

        assertThatThrownBy(() -> check.mayDecideUpon(open(7, null))).isInstanceOf(StockUnavailableException.class);
        assertThat(check.isSound()).isFalse();
    }

    @Test
    void isUnavailableWhileTheLogCannotBeReadAndAsksItEachTime() {
        logAway = true;

        for (int i = 1; i <= 2; i++) {
            assertThatThrownBy(() -> check.mayDecideUpon(open(7, "one")))
                    .isInstanceOfSatisfying(
                            StockUnavailableException.class,
                            e -> assertThat(e.trouble()).isEqualTo("The order log cannot be read."));
            assertThat(check.isHeldAgainstTheLog()).isFalse();
            assertThat(logReads).isEqualTo(i);
        }

        logAway = false;
        findSound();
    }

    @Test
    void lookAtAHaltedSaleMayAnswerRetriesOnceTheLogIsRead() {
        findSound();

        assertThat(check.mayDecideUpon(halted(Map.of(), Set.of()))).isTrue();

        assertThat(check.isSound()).as("it has to be found sound again").isFalse();
        assertThat(verdicts.said).hasSize(1);
    }

    @Test
    void lookAtAHaltedSaleReadsTheLogToo() {
        logged = new LoggedSeq.Mark(5, 5, 1000);

        assertThatThrownBy(() -> check.mayDecideUpon(halted(Map.of("epoch", "999"), Set.of())))
                .isInstanceOf(StockUnavailableException.class)
                .hasMessageContaining("from before it was rebuilt");
        assertThat(check.mayDecideUpon(halted(Map.of("epoch", "1000"), Set.of())))
                .isTrue();
        assertThat(logReads).isEqualTo(1);
    }

    @Test
    void lookAtAHaltedSaleAnswersNobodyWithoutItsOutboxUnlessItsFirstBatchIsHalfDone() {
        Set<SaleLoss> outbox = Set.of(SaleLoss.OUTBOX);

        assertThatThrownBy(() -> check.mayDecideUpon(halted(Map.of(), outbox)))
                .isInstanceOfSatisfying(
                        StockUnavailableException.class,
                        e -> assertThat(e.trouble()).isEqualTo(SaleState.HALTED_TROUBLE))
                .hasMessageContaining("lost its outbox");

        assertThat(check.mayDecideUpon(halted(Map.of("batch", "b", "halfDone", "b"), outbox)))
                .isTrue();
    }

    private void findSound() {
        check.disconnected();
        check.mayDecideUpon(open(7, "one"));
        assertThat(check.mayDecideUpon(open(7, "one"))).isTrue();
        assertThat(check.isSound()).isTrue();
    }

    private static SaleReader.Snapshot open(long seq, String checkedIn) {
        String figure = Long.toString(seq);
        return look(Map.of("no", figure, "left", "5", "seq", figure), checkedIn, Set.of());
    }

    private static SaleReader.Snapshot halted(Map<String, String> fields, Set<SaleLoss> lost) {
        Map<String, String> all = new HashMap<>(fields);
        all.put("state", "HALTED");
        return look(all, "one", lost);
    }

    private static SaleReader.Snapshot look(Map<String, String> fields, String checkedIn, Set<SaleLoss> lost) {
        return look("5", fields, checkedIn, lost);
    }

    private static SaleReader.Snapshot look(
            String left, Map<String, String> fields, String checkedIn, Set<SaleLoss> lost) {
        return new SaleReader.Snapshot(
                SaleState.parse(left, fields, 0),
                checkedIn,
                new SaleMemory(lost, true, true, 0),
                Map.of(),
                List.of(),
                0);
    }

    /** A Redis process that is called one. */
    private static final class Verdicts implements SoundCheck.Verdicts {
        private final List<String> said = new ArrayList<>();
        private boolean changedMeanwhile;
        private Duration uptime = Duration.ZERO;

        @Override
        public RedisLink.Identity server() {
            return new RedisLink.Identity("one", 1, uptime);
        }

        @Override
        public boolean halt() {
            if (!changedMeanwhile) {
                said.add("halted");
            }
            return !changedMeanwhile;
        }

        @Override
        public void sound() {
            said.add("sound in " + server().runId());
        }
    }
}
