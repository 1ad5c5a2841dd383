package dev.seckill.api.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.api.decide.LoggedMarks;
import dev.seckill.api.orderlog.LoggedEvent;
import dev.seckill.api.redis.RedisStandings.Standing;
import dev.seckill.api.sale.LoggedNumbers;
import dev.seckill.api.sale.LoggedNumbers.Decided;
import dev.seckill.api.sale.LoggedSeq;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.model.Order;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.GivenUp;
import dev.seckill.model.event.NumberRange;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.proof.ProofKeys;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.text.LeafKind;
import dev.seckill.proof.text.Receipt;
import dev.seckill.proof.text.ReceiptFile;
import dev.seckill.proof.verdict.Evidence;
import dev.seckill.proof.verdict.Outcome;
import dev.seckill.proof.verdict.ReceiptCheck;
import dev.seckill.proof.verdict.Trust;
import dev.seckill.proof.verdict.Verdict;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReceiptSignerTest {

    private static final LoggedEvent ORDER = Samples.logged(57, Samples.AT, 0);
    private static final Decided FIRST = new Decided(1, Samples.BIRTH);

    @TempDir
    private Path folder;

    private final Log log = new Log();
    private final List<SaleId> looks = new ArrayList<>();
    private long nanos;
    private Standing standing = new Standing(false, true, 0);
    private ProofKeys keys;
    private ReceiptSigner signer;

    /** An order log of which nothing is known before it is read on. */
    private static final class Log implements LoggedMarks {

        LoggedNumbers there = new LoggedNumbers(Set.of(FIRST), GivenUp.NONE);
        CompletableFuture<Void> answer = CompletableFuture.completedFuture(null);
        int readings;
        private LoggedNumbers read = LoggedNumbers.NONE;

        @Override
        public CompletableFuture<Void> readOn() {
            readings++;
            read = there;
            return answer;
        }

        @Override
        public LoggedSeq.Mark of(SaleId sale) {
            return LoggedSeq.NONE;
        }

        @Override
        public LoggedNumbers numbersOf(SaleId sale) {
            return sale.equals(Samples.SALE) ? read : LoggedNumbers.NONE;
        }
    }

    @BeforeEach
    void open() {
        keys = Samples.keys(folder);
        signer = new ReceiptSigner(
                keys, (sale, order) -> standing, log, looks::add, Duration.ofSeconds(30), () -> nanos);
    }

    private ReceiptReply sign(LoggedEvent logged) {
        return signer.sign(Samples.SALE, logged);
    }

    private ReceiptFile file(LoggedEvent logged) {
        assertThat(sign(logged)).isInstanceOf(ReceiptReply.Signed.class);
        return ((ReceiptReply.Signed) sign(logged)).file();
    }

    private Verdict verdict(ReceiptFile file) {
        Clock clock = Clock.fixed(Samples.AT.plusSeconds(1), ZoneOffset.UTC);
        Trust trust = new Trust(keys.listed().root(), List.of());
        return new ReceiptCheck(trust, clock).verdict(file.bytes(), Evidence.NONE);
    }

    @Test
    void whatTheBuyerKeepsIsAPromiseThatAnybodyCanCheck() {
        Verdict verdict = verdict(file(ORDER));

        assertThat(verdict.outcome()).as(verdict.toString()).isEqualTo(Outcome.PROMISED);
        assertThat(sign(ORDER))
                .isInstanceOfSatisfying(
                        ReceiptReply.Signed.class,
                        signed -> assertThat(signed.no()).isEqualTo(57));
    }

    @Test
    void afterARotationOldReceiptsStayGoodAndOrdersOfBeforeStillGetOne() {
        ReceiptFile before = file(ORDER);
        Instant rotated = Samples.AT.plusSeconds(30);
        keys = Samples.nextKeys(folder, folder.resolve("next"), rotated);
        signer = new ReceiptSigner(
                keys, (sale, order) -> standing, log, looks::add, Duration.ofSeconds(30), () -> nanos);

        ReceiptFile again = file(ORDER);
        ReceiptFile later = file(Samples.logged(58, rotated.plusSeconds(1), 0));

        for (ReceiptFile each : List.of(before, again, later)) {
            assertThat(verdict(each).outcome()).isEqualTo(Outcome.PROMISED);
        }
        assertThat(Receipt.parse(Note.parse(again.receipt())).leaf())
                .isEqualTo(Receipt.parse(Note.parse(before.receipt())).leaf());
        assertThat(again.receipt()).isNotEqualTo(before.receipt());
        Clock clock = Clock.fixed(rotated.plusSeconds(1), ZoneOffset.UTC);
        Evidence both =
                Evidence.NONE.withKeys(Note.parse(again.keys())).with(Receipt.parse(Note.parse(again.receipt())));
        assertThat(new ReceiptCheck(new Trust(keys.listed().root(), List.of()), clock)
                        .verdict(before.bytes(), both)
                        .outcome())
                .as("two receipts of one order are no two promises")
                .isEqualTo(Outcome.PROMISED);
    }

    @Test
    void itIsTheLeafThatTheCertifierMakes() {
        standing = new Standing(false, true, Samples.EPOCH);
        EventLeaf leaf = Receipt.parse(Note.parse(
                        file(Samples.logged(57, Samples.AT, Samples.EPOCH)).receipt()))
                .leaf();

        assertThat(leaf)
                .isEqualTo(keys.leaves(keys.origin("cars", Samples.BIRTH)).leaf(ORDER.event(), Samples.EPOCH));
        assertThat(leaf.kind()).isEqualTo(LeafKind.ACCEPTED);
        assertThat(leaf.origin()).hasToString("shop.example/proofs/cars/20261129T120000Z");
    }

    /** Nobody could ever prove it. */
    @Test
    void aSaleNamedLikeTheListOfKeysHasNone() {
        SaleId keysSale = new SaleId("keys");
        Order order = new Order(Samples.ORDER, keysSale, 3, null, "car", 1, 43, Samples.AT);
        LoggedEvent logged =
                new LoggedEvent(new SaleEvent.Accepted(57, order), null, new OutboxEntry.Offer(100, 0), null);

        assertThat(signer.sign(keysSale, logged)).isInstanceOf(ReceiptReply.None.class);
    }

    @Test
    void nobodyElseHoldsIt() {
        ReceiptFile file = file(ORDER);
        ReceiptFile stolen = new ReceiptFile(
                file.receipt(), file.orderId(), "Ann", file.salt(), file.keys(), file.proof(), file.certificate());

        assertThat(verdict(stolen).outcome()).isEqualTo(Outcome.NOT_A_RECEIPT);
    }

    @Test
    void anOrderOfAnotherSaleIsUnknown() {
        assertThat(signer.sign(new SaleId("other"), ORDER)).isEqualTo(new ReceiptReply.Unknown());
        assertThat(log.readings).isZero();
    }

    @Test
    void anOrderWithoutANumberHasNone() {
        assertThat(sign(Samples.logged(0, Samples.AT, 0))).isInstanceOf(ReceiptReply.None.class);
    }

    @Test
    void nothingIsSignedUnlessRedisIsSound() {
        standing = new Standing(false, false, 0);
        assertThat(sign(ORDER)).isInstanceOf(ReceiptReply.Unavailable.class);

        standing = new Standing(false, true, Samples.EPOCH);
        assertThat(sign(Samples.logged(57, Samples.AT, Samples.EPOCH + 1)))
                .as("a Redis from before the rebuild")
                .isInstanceOf(ReceiptReply.Unavailable.class);
    }

    private static GivenUp givenUp(long first, long last) {
        return GivenUp.NONE.and(Map.of(last + 1, List.of(new NumberRange(first, last))));
    }

    @Test
    void aSaleIsLookedAtOnlyWhereRedisIsNotSound() {
        file(ORDER);
        assertThat(looks).isEmpty();

        standing = new Standing(false, false, 0);
        sign(ORDER);
        sign(ORDER);
        assertThat(looks).as("not for each receipt").containsExactly(Samples.SALE);
        nanos += DueLooks.PAUSE.toNanos();
        standing = new Standing(false, true, Samples.EPOCH);
        sign(Samples.logged(57, Samples.AT, Samples.EPOCH + 1));
        assertThat(looks).containsExactly(Samples.SALE, Samples.SALE);
    }

    @Test
    void aNumberThatWasGivenUpHasNone() {
        file(ORDER);
        log.there = new LoggedNumbers(Set.of(FIRST), givenUp(50, 57));
        standing = new Standing(false, true, Samples.EPOCH);

        assertThat(sign(ORDER)).isInstanceOf(ReceiptReply.None.class);
        file(Samples.logged(58, Samples.AT, 0));
    }

    @Test
    void theLogIsReadOnceForEachRebuild() {
        file(ORDER);
        file(ORDER);
        assertThat(log.readings).isEqualTo(1);

        standing = new Standing(false, true, Samples.EPOCH);
        file(ORDER);
        file(ORDER);
        assertThat(log.readings).isEqualTo(2);
    }

    @Test
    void withoutABeginningNothingIsSignedUntilItIsLogged() {
        log.there = LoggedNumbers.NONE;
        assertThat(sign(ORDER)).isInstanceOf(ReceiptReply.Unavailable.class);

        nanos += ReceiptSigner.UNBORN_PAUSE.toNanos();
        log.there = new LoggedNumbers(Set.of(FIRST, new Decided(1, Samples.AT)), GivenUp.NONE);
        assertThat(sign(ORDER)).isInstanceOf(ReceiptReply.Unavailable.class);

        nanos += ReceiptSigner.UNBORN_PAUSE.toNanos();
        log.there = new LoggedNumbers(Set.of(FIRST), GivenUp.NONE);
        file(ORDER);
    }

    @Test
    void forASaleWithoutABeginningTheLogIsNotReadEachTime() {
        log.there = LoggedNumbers.NONE;
        sign(ORDER);
        nanos += ReceiptSigner.UNBORN_PAUSE.toNanos() - 1;
        assertThat(sign(ORDER)).isInstanceOf(ReceiptReply.Unavailable.class);
        assertThat(log.readings).isEqualTo(1);

        nanos++;
        sign(ORDER);
        assertThat(log.readings).isEqualTo(2);
    }

    @Test
    void aSaleWhoseFirstEventWasGivenUpBeginsWithTheNext() {
        log.there = new LoggedNumbers(
                Set.of(new Decided(1, Samples.BIRTH.minusSeconds(60)), new Decided(2, Samples.BIRTH)), givenUp(1, 1));

        assertThat(Receipt.parse(Note.parse(file(ORDER).receipt())).leaf().origin())
                .isEqualTo(keys.origin("cars", Samples.BIRTH));
    }

    @Test
    void aLogThatCannotBeReadIsTold() {
        log.answer = CompletableFuture.failedFuture(new IllegalStateException("away"));

        assertThatThrownBy(() -> sign(ORDER))
                .isInstanceOfSatisfying(
                        StockUnavailableException.class,
                        e -> assertThat(e.trouble()).isEqualTo("The order log cannot be read."));
    }

    @Test
    void whatTheKeyWasNotGoodForIsNotSigned() {
        assertThat(sign(Samples.logged(57, Samples.BIRTH.minusMillis(1), 0))).isInstanceOf(ReceiptReply.None.class);
        file(Samples.logged(57, Samples.BIRTH, 0));
    }
}
