package dev.seckill.consumer.certify;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.seckill.consumer.certify.CertifySettings.Publish;
import dev.seckill.consumer.store.LoggedEvents;
import dev.seckill.consumer.store.MySqlOrderStore;
import dev.seckill.consumer.store.TestBook;
import dev.seckill.consumer.store.TestEvents;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.NumberRange;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.event.SaleEvent.SaleChanged.Change;
import dev.seckill.model.event.SalePhase;
import dev.seckill.model.proof.ProofKeys;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.text.Certificate.State;
import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.text.LeafKind;
import dev.seckill.proof.text.TlogProof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
final class CertifierIT {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T10:20:00Z"), ZoneOffset.UTC);

    @TempDir
    private static Path keyDirectory;

    private ProofKeys keys;
    private TestBook book;
    private HikariDataSource pool;
    private int sales;

    private String sale;
    private TestEvents events;
    private final List<SaleEvent> logged = new ArrayList<>();

    @TempDir
    private Path proofs;

    @BeforeAll
    void open(ServerStack servers) throws IOException {
        book = new TestBook(servers, "certifier_it");
        pool = book.open();
        Path directory = Files.createDirectory(keyDirectory.resolve("keys"));
        TestKeys.make(directory);
        keys = TestKeys.read(directory);
    }

    @AfterAll
    void close() {
        pool.close();
    }

    @BeforeEach
    void newSale() {
        // Only one sale at a time is in the book, so that a turn is about it.
        for (String table : List.of("orders", "events", "sales", "certified")) {
            book.execute("DELETE FROM " + table);
        }
        sale = "sale-" + ++sales;
        events = new TestEvents(sale);
        logged.clear();
    }

    private Certifier certifier() {
        return certifier(proofs);
    }

    private Certifier certifier(Path directory) {
        return new Certifier(pool, keys, settings(directory, Publish.LIVE), CLOCK);
    }

    private Certifier certifier(ProofKeys other, Clock clock) {
        return new Certifier(pool, other, settings(proofs, Publish.LIVE), clock);
    }

    private static CertifySettings settings(Path directory, Publish publish) {
        return new CertifySettings(TestKeys.folder(directory), directory, publish, 10_000, 50, Duration.ofSeconds(1));
    }

    /** Stands still until it is moved on. */
    private static final class HandClock extends Clock {

        private Instant now = CLOCK.instant();

        void moveOn(int seconds) {
            now = now.plusSeconds(seconds);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return CLOCK.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("nobody needs it");
        }
    }

    private Standing turn(Certifier certifier) {
        return certifier.turn().get(new SaleId(sale));
    }

    private void log(SaleEvent... more) {
        logged.addAll(List.of(more));
        new MySqlOrderStore(pool).store(List.of(more));
    }

    private void logOrders(int count) {
        log(Stream.generate(events::accepted).limit(count).toArray(SaleEvent[]::new));
    }

    private SaleProofs saleProofs() {
        return new SaleProofs(settings(proofs, Publish.LIVE), new LoggedEvents(pool));
    }

    private List<String> rows() {
        return book.query("SELECT CONCAT(size, ' ', HEX(root)) FROM certified WHERE size > 0 ORDER BY size");
    }

    @Test
    void whatIsInTheBookIsSignedAndAStrangerCanFollowIt() {
        SaleEvent.Accepted held;
        log(events.changed("Cars"), events.restocked(3), held = events.held(), events.accepted());

        Standing standing = turn(certifier());

        assertThat(standing).isEqualTo(Standing.fine(4, 4));
        Handed handed = Handed.of(proofs, sale);
        assertThat(handed.certificate().state()).isEqualTo(State.INTERIM);
        assertThat(handed.certificate().origin().toString())
                .isEqualTo("shop.example/proofs/" + sale + "/20261122T101530Z");
        assertThat(handed.certificate().figures().left()).isEqualTo(1);
        assertThat(handed.leaves())
                .extracting(EventLeaf::kind)
                .containsExactly(LeafKind.SALE_CHANGED, LeafKind.RESTOCKED, LeafKind.ACCEPTED, LeafKind.ACCEPTED);
        assertThat(handed.leaves().get(2).holder())
                .isEqualTo(keys.leaves(handed.certificate().origin())
                        .salt(held)
                        .holder(held.orderId().toString(), held.order().buyer().value()));
        assertThat(proofs.resolve("keys")).isRegularFile();
    }

    @Test
    void aSaleThatIsClosedAndSettledGetsItsFinalCertificate() {
        SaleEvent.Accepted held;
        log(events.restocked(3), held = events.held(), events.changed("Cars", Change.CLOSED, SalePhase.CLOSED));
        Certifier certifier = certifier();

        assertThat(turn(certifier).kind()).isEqualTo(Standing.Kind.FINE);
        assertThat(Handed.of(proofs, sale).certificate().state()).isEqualTo(State.INTERIM);
        log(events.confirmed(held));
        assertThat(turn(certifier)).isEqualTo(Standing.ended(4));

        assertThat(Handed.of(proofs, sale).certificate().isFinal()).isTrue();
    }

    @Test
    void theTreeGrowsAndWhatFullTilesReplaceIsGone() throws IOException {
        log(events.restocked(1000));
        Certifier certifier = certifier();
        for (int more : new int[] {10, 200, 44, 1, 1, 300, 50}) {
            logOrders(more);
            turn(certifier);
            Handed.of(proofs, sale);
        }

        assertThat(Handed.of(proofs, sale).checkpoint().size()).isEqualTo(607);
        assertThat(rows()).hasSize(7);
        try (Stream<Path> parts = Files.walk(proofs)) {
            assertThat(parts.filter(path -> path.getFileName().toString().endsWith(".p"))
                            .map(path -> Handed.directory(proofs, sale)
                                    .relativize(path)
                                    .toString()))
                    .containsExactlyInAnyOrder("tile/0/002.p", "tile/1/000.p", "tile/entries/002.p");
        }
    }

    @Test
    void whatIsMadeAnewFromTheBookIsTheSameByteForByte() throws IOException {
        log(events.restocked(1000));
        logOrders(300);
        turn(certifier());
        Map<String, String> before = Handed.everything(proofs);
        Path elsewhere = Files.createDirectory(keyDirectory.resolve("elsewhere-" + sale));

        certifier(elsewhere).turn();

        assertThat(Handed.everything(elsewhere)).isEqualTo(before);
        assertThat(rows()).hasSize(1);
    }

    @Test
    void damagedFilesAreMadeAnew() throws IOException {
        log(events.restocked(1000));
        logOrders(300);
        turn(certifier());
        Map<String, String> before = Handed.everything(proofs);
        Path tile = Handed.directory(proofs, sale).resolve("tile/entries/000");
        byte[] bytes = Files.readAllBytes(tile);
        bytes[1000] ^= 1;
        Files.write(tile, bytes);
        Files.delete(Handed.directory(proofs, sale).resolve("tile/0/000"));

        turn(certifier());

        assertThat(Handed.everything(proofs)).isEqualTo(before);
    }

    @Test
    void itWaitsBeforeAGapAndSaysForWhichNumberSinceWhen() {
        log(events.restocked(10), events.accepted());
        SaleEvent late = events.accepted();
        SaleEvent behind = events.accepted();
        log(behind);
        Certifier certifier = certifier();

        Standing waits = turn(certifier);
        assertThat(waits.kind()).isEqualTo(Standing.Kind.WAITS);
        assertThat(waits.why()).startsWith("event 3 is missing");
        assertThat(waits.since()).isEqualTo(behind.at());
        assertThat(Handed.of(proofs, sale).checkpoint().size()).isEqualTo(2);

        log(late);
        assertThat(turn(certifier)).isEqualTo(Standing.fine(4, 4));
        assertThat(Handed.of(proofs, sale).leaves()).hasSize(4);
    }

    @Test
    void numbersThatWereGivenUpAreVoidEvenIfOneComesLate() {
        log(events.restocked(10), events.accepted());
        events.accepted();
        events.accepted();
        log(events.recovered(9, new NumberRange(3, 4)));
        Certifier certifier = certifier();

        assertThat(turn(certifier)).isEqualTo(Standing.fine(5, 5));

        assertThat(Handed.of(proofs, sale).leaves())
                .extracting(EventLeaf::kind)
                .containsExactly(
                        LeafKind.RESTOCKED, LeafKind.ACCEPTED, LeafKind.VOID, LeafKind.VOID, LeafKind.RECOVERED);
        log(events.accepted());
        turn(certifier);
        EventLeaf last = Handed.of(proofs, sale).leaves().get(5);
        assertThat(last.epoch()).isEqualTo(((SaleEvent.Recovered) logged.get(2)).epoch());
    }

    @Test
    void aSaleWhoseFirstEventWasGivenUpBeginsWithTheNextEvenIfThatOneComesLate() {
        SaleEvent.SaleChanged lost = events.changed("Cars");
        SaleEvent late = new SaleEvent.SaleChanged(
                lost.sale(),
                lost.no(),
                lost.left(),
                lost.at().minusSeconds(60),
                lost.by(),
                lost.change(),
                lost.definition(),
                lost.state());
        log(events.restocked(10), events.recovered(10, new NumberRange(1, 1)));
        assertThat(turn(certifier())).isEqualTo(Standing.fine(3, 3));

        log(late, events.accepted());
        assertThat(turn(certifier())).isEqualTo(Standing.fine(4, 4));

        assertThat(Handed.of(proofs, sale).leaves())
                .extracting(EventLeaf::kind)
                .containsExactly(LeafKind.VOID, LeafKind.RESTOCKED, LeafKind.RECOVERED, LeafKind.ACCEPTED);
        assertThat(book.query("SELECT DISTINCT origin FROM certified WHERE size > 0"))
                .containsExactly("shop.example/proofs/" + sale + "/20261122T101530Z");
        TlogProof proof = saleProofs().proof(new SaleId(sale), 4).orElseThrow();
        assertThat(EventLeaf.parse(proof.content()).kind()).isEqualTo(LeafKind.ACCEPTED);
    }

    @Test
    void aJournalThatDoesNotAddUpIsNotSigned() {
        log(events.restocked(10), events.accepted());
        turn(certifier());
        log(events.accepted());
        book.execute("UPDATE events SET left_after = 17 WHERE no = 3");

        Standing halted = turn(certifier());

        assertThat(halted.kind()).isEqualTo(Standing.Kind.HALTED);
        assertThat(halted.why()).contains("E1 fails at event 3");
        assertThat(rows()).hasSize(1);
        assertThat(Handed.of(proofs, sale).checkpoint().size()).isEqualTo(2);
    }

    @Test
    void aBookThatWasRestoredSignsNothingElseThanBefore() {
        log(events.restocked(10), events.accepted());
        turn(certifier());
        logOrders(3);
        turn(certifier());
        String note = Handed.of(proofs, sale).checkpoint().note().toString();
        book.execute("DELETE FROM certified WHERE size = 5");
        book.execute("DELETE FROM events WHERE no > 3");
        book.execute("DELETE FROM orders WHERE seq > 2");
        book.execute("UPDATE sales SET last_no = 3");

        Standing halted = turn(certifier());
        assertThat(halted.kind()).isEqualTo(Standing.Kind.HALTED);
        assertThat(halted.why()).contains("event 4 is signed in a tree of 5 events");
        assertThat(rows()).hasSize(1);

        new MySqlOrderStore(pool).store(logged); // as audit --repair does
        logOrders(1);
        assertThat(turn(certifier())).isEqualTo(Standing.fine(6, 6));
        assertThat(book.query("SELECT note FROM certified WHERE size = 5")).containsExactly(note);
    }

    @Test
    void aBookThatHasOtherEventsThanWereSignedSignsNothing() {
        log(events.restocked(10), events.accepted(), events.accepted());
        turn(certifier());
        book.execute("UPDATE orders SET item = 'van' WHERE seq = 1");
        logOrders(1);
        Certifier without = certifier(proofs.resolve("new"));

        Standing halted = turn(without);

        assertThat(halted.kind()).isEqualTo(Standing.Kind.HALTED);
        assertThat(halted.why()).isEqualTo("the book's events up to 3 are not those that were signed");
        assertThat(rows()).hasSize(1);
    }

    @Test
    void aRowThatNobodySignedIsNotFollowed() {
        log(events.restocked(10), events.accepted());
        turn(certifier());
        book.execute("UPDATE certified SET note = REPLACE(note, '\\n2\\n', '\\n3\\n') WHERE size = 2");
        logOrders(1);

        Standing halted = turn(certifier());

        assertThat(halted.kind()).isEqualTo(Standing.Kind.HALTED);
        assertThat(halted.why()).contains("is not signed by this shop's log");
    }

    @Test
    void twoAtOnceMakeOneHistory() {
        log(events.restocked(2000));
        try (HikariDataSource ofOne = book.open();
                HikariDataSource ofOther = book.open()) {
            makeOneHistory(
                    new Certifier(ofOne, keys, settings(proofs, Publish.LIVE), CLOCK),
                    new Certifier(ofOther, keys, settings(proofs, Publish.LIVE), CLOCK));
        }
    }

    private void makeOneHistory(Certifier one, Certifier other) {
        List<CompletableFuture<Void>> both = Stream.of(one, other)
                .map(certifier -> CompletableFuture.runAsync(() -> {
                    for (int turn = 0; turn < 40; turn++) {
                        assertThat(turn(certifier).kind()).isEqualTo(Standing.Kind.FINE);
                    }
                }))
                .toList();
        for (int i = 0; i < 30; i++) {
            logOrders(20);
        }
        both.forEach(CompletableFuture::join);
        turn(one);

        assertThat(Handed.of(proofs, sale).checkpoint().size()).isEqualTo(601);
        Path elsewhere = proofs.resolve("elsewhere");
        turn(certifier(elsewhere));
        assertThat(Handed.of(elsewhere, sale).checkpoint())
                .isEqualTo(Handed.of(proofs, sale).checkpoint());
    }

    @Test
    void aFullDiskHoldsUpNothingButTheFiles() throws IOException {
        log(events.restocked(10), events.accepted());
        Path file = Files.writeString(proofs.resolve("file"), "not a directory");

        Standing fails = turn(certifier(file));
        assertThat(fails.kind()).isEqualTo(Standing.Kind.FAILS);

        assertThat(turn(certifier())).isEqualTo(Standing.fine(2, 2));
    }

    @Test
    void killedAtAnyStepItGoesOnWithTheSameHistory() {
        boolean isKilled = true;
        int step = 0;
        while (isKilled) {
            newSale();
            log(events.restocked(1000));
            logOrders(270);
            isKilled = isKilledAt(++step);
            logOrders(1);
            List<String> signed = rows();

            assertThat(turn(certifier())).isEqualTo(Standing.fine(272, 272));

            assertThat(rows().subList(0, signed.size())).as("step " + step).isEqualTo(signed);
            assertThat(Handed.of(proofs, sale).leaves()).hasSize(272);
        }
        assertThat(step).as("steps").isGreaterThan(12);
    }

    private boolean isKilledAt(int step) {
        Deadly deadly = new Deadly(step);
        try {
            new Certifier(deadly.dataSource(pool), keys, settings(proofs, Publish.LIVE), false, CLOCK, deadly::files)
                    .turn();
            return false;
        } catch (Deadly.Killed killed) {
            return true;
        }
    }

    @Test
    void aBookThatIsRestoredUnderARunningProgramIsNoticed() {
        log(events.restocked(10), events.accepted());
        Certifier certifier = certifier();
        turn(certifier);
        logOrders(3);
        turn(certifier);
        book.execute("DELETE FROM certified WHERE size = 5");
        book.execute("UPDATE events SET at = at + INTERVAL 1 SECOND WHERE no = 5");
        logOrders(1);

        Standing halted = turn(certifier);

        assertThat(halted.kind()).isEqualTo(Standing.Kind.HALTED);
        assertThat(halted.why())
                .isEqualTo("a tree of 5 events is signed, and the book does not know it any more: was it restored?");
        Standing later = turn(certifier());
        assertThat(later.why()).isEqualTo("the book's events up to 5 are not those that were signed");
        assertThat(rows()).hasSize(1);
    }

    @Test
    void aRowThatIsGoneIsSignedAgainAsItWas() {
        log(events.restocked(10), events.accepted());
        turn(certifier());
        String note = Handed.of(proofs, sale).checkpoint().note().toString();
        book.execute("DELETE FROM certified");

        assertThat(turn(certifier())).isEqualTo(Standing.fine(2, 2));

        assertThat(book.query("SELECT note FROM certified WHERE size > 0")).containsExactly(note);
    }

    @Test
    void whatRotsOnTheDiskIsFoundAndMadeAnew() throws IOException {
        log(events.restocked(1000));
        logOrders(600);
        Certifier certifier = certifier();
        turn(certifier);
        Map<String, String> before = Handed.everything(proofs);
        for (String tile : List.of("tile/0/001", "tile/entries/000", "tile/1/000.p/2")) {
            Path file = Handed.directory(proofs, sale).resolve(tile);
            byte[] bytes = Files.readAllBytes(file);
            bytes[17] ^= 1;
            Files.write(file, bytes);

            turn(certifier);
            turn(certifier);

            assertThat(Handed.everything(proofs)).as(tile).isEqualTo(before);
        }
    }

    @Test
    void asLongAsTheSaleIsNotSettledStrangersMayHaveToWait() {
        SaleEvent.Accepted held;
        log(events.restocked(3), held = events.held(), events.changed("Cars", Change.CLOSED, SalePhase.CLOSED));
        Certifier certifier = new Certifier(pool, keys, settings(proofs, Publish.CLOSED), CLOCK);
        PublicFiles open = new PublicFiles(proofs);

        turn(certifier);
        assertThat(proofs.resolve(sale)).doesNotExist();
        assertThat(open.keys()).isNotEmpty();
        log(events.confirmed(held));
        assertThat(turn(certifier)).isEqualTo(Standing.ended(4));

        assertThat(Handed.of(proofs, sale).certificate().isFinal()).isTrue();
        assertThat(open.read(new SaleId(sale), "20261122T101530Z", "checkpoint"))
                .isNotEmpty();
        assertThat(open.read(new SaleId(sale), "20261122T101530Z", "tile/entries/000.p/4"))
                .isNotEmpty();
        for (String other : List.of("../keys", "tile/../certificate", "tile/0/000.p/04", "", "tile")) {
            assertThat(open.read(new SaleId(sale), "20261122T101530Z", other)).isNull();
        }
        assertThat(open.read(new SaleId(sale), "..", "keys")).isNull();
        log(events.confirmed(held)); // whatever comes later goes on where strangers look
        turn(certifier);
        assertThat(Handed.of(proofs, sale).leaves()).hasSize(5);
    }

    @Test
    void everyOrderHasAProofThatAStrangerCanCheck() {
        log(events.restocked(1000));
        logOrders(300);
        SaleProofs made = saleProofs();
        SaleId id = new SaleId(sale);
        assertThat(made.proof(id, 2)).isEmpty();
        assertThat(made.certificate(id)).isEmpty();
        turn(certifier());
        assertThat(made.certificate(id))
                .hasValueSatisfying(note -> assertThat(Note.parse(note).text()).contains("size 301\n"));

        List<EventLeaf> leaves = Handed.of(proofs, sale).leaves();
        for (int no : new int[] {1, 2, 255, 256, 257, 300, 301}) {
            TlogProof proof =
                    TlogProof.parse(made.proof(id, no).orElseThrow().toString());
            assertThat(proof.includes(leaves.get(no - 1).bytes())).isTrue();
            assertThat(proof.content()).isEqualTo(leaves.get(no - 1).bytes());
            assertThat(proof.checkpoint()).isEqualTo(Handed.of(proofs, sale).checkpoint());
        }
        assertThat(made.proof(id, 302)).isEmpty();
        assertThat(made.proof(new SaleId("other"), 2)).isEmpty();
    }

    @Test
    void aWrongClockSignsNothing() {
        log(events.restocked(10), events.accepted());
        turn(certifier());
        logOrders(1);
        for (Duration wrong : List.of(Duration.ofMinutes(-2), Duration.ofDays(-1000))) {
            Standing halted = turn(new Certifier(
                    pool, keys, settings(proofs.resolve("other"), Publish.LIVE), Clock.offset(CLOCK, wrong)));

            assertThat(halted.kind()).isEqualTo(Standing.Kind.HALTED);
            assertThat(halted.why()).contains("clock is wrong");
        }
        assertThat(rows()).hasSize(1);
    }

    @Test
    void aGapThatAnotherOneHasSignedPastIsNotWaitedFor() {
        log(events.restocked(10), events.accepted());
        SaleEvent late = events.accepted();
        log(events.accepted());
        Certifier one = certifier();
        Certifier other = certifier();
        assertThat(turn(one).kind()).isEqualTo(Standing.Kind.WAITS);

        log(late);
        assertThat(turn(other)).isEqualTo(Standing.fine(4, 4));

        assertThat(turn(one)).isEqualTo(Standing.fine(4, 4));
    }

    @Test
    void aSaleWhoseRowMovesOnBehindItsEventsGetsItsFinalCertificateToo() {
        log(events.restocked(3), events.accepted(), events.changed("Cars", Change.CLOSED, SalePhase.CLOSED));
        book.execute("UPDATE sales SET last_no = 2");
        Certifier certifier = certifier();
        assertThat(turn(certifier)).isEqualTo(Standing.fine(3, 2));
        assertThat(Handed.of(proofs, sale).certificate().state()).isEqualTo(State.INTERIM);

        book.execute("UPDATE sales SET last_no = 3");

        assertThat(turn(certifier)).isEqualTo(Standing.ended(3));
        assertThat(Handed.of(proofs, sale).certificate().isFinal()).isTrue();
    }

    @Test
    void aCertificateStaysGoodWhenTheLogGetsAnotherKey() throws IOException {
        log(events.restocked(10), events.accepted());
        turn(certifier());
        Path certificate = Handed.directory(proofs, sale).resolve("certificate");
        byte[] before = Files.readAllBytes(certificate);
        Clock later = Clock.offset(CLOCK, Duration.ofHours(1));
        Path directory = Files.createDirectory(keyDirectory.resolve("rotated"));
        ProofKeys rotated = TestKeys.rotated(keyDirectory.resolve("keys"), directory, later.instant());

        assertThat(turn(certifier(rotated, later))).isEqualTo(Standing.fine(2, 2));
        assertThat(certificate).hasBinaryContent(before);

        Files.delete(certificate);
        turn(certifier(rotated, later));
        assertThat(Handed.of(proofs, sale).certificate().made()).isEqualTo(later.instant());

        byte[] anew = Files.readAllBytes(certificate);
        turn(certifier(rotated, Clock.offset(later, Duration.ofHours(1))));
        assertThat(certificate).hasBinaryContent(anew);
    }

    @Test
    void whatIsMissingForAWhileIsAskedForLessOften() {
        log(events.restocked(10), events.accepted());
        SaleEvent late = events.accepted();
        log(events.accepted());
        HandClock clock = new HandClock();
        Certifier certifier = certifier(keys, clock);
        assertThat(turn(certifier).kind()).isEqualTo(Standing.Kind.WAITS);
        clock.moveOn(9);
        assertThat(turn(certifier).kind()).isEqualTo(Standing.Kind.WAITS);

        log(late);
        clock.moveOn(1);
        assertThat(turn(certifier).kind()).as("10 s after the first turn").isEqualTo(Standing.Kind.WAITS);
        clock.moveOn(9);
        assertThat(turn(certifier)).isEqualTo(Standing.fine(4, 4));
    }

    @Test
    void whatIsMissingForAMomentIsAskedForWithEachTurn() {
        log(events.restocked(10), events.accepted());
        SaleEvent late = events.accepted();
        log(events.accepted());
        HandClock clock = new HandClock();
        Certifier certifier = certifier(keys, clock);
        turn(certifier);

        log(late);
        clock.moveOn(1);

        assertThat(turn(certifier)).isEqualTo(Standing.fine(4, 4));
    }

    @Test
    void whileANumberIsMissingWhatIsBehindItIsNotReadAgain() {
        log(events.restocked(10), events.accepted());
        events.accepted();
        log(events.accepted(), events.accepted());
        Certifier certifier = certifier();
        assertThat(turn(certifier).kind()).isEqualTo(Standing.Kind.WAITS);

        book.execute("UPDATE events SET detail = '[]' WHERE no = 5"); // nobody can read it

        assertThat(turn(certifier).kind()).isEqualTo(Standing.Kind.WAITS);
        assertThat(turn(certifier(proofs.resolve("other"))).kind()).isEqualTo(Standing.Kind.FAILS);
    }

    @Test
    void noFileHasAnythingThatIsNotSigned() {
        log(events.restocked(10_000));
        for (int i = 0; i < 5; i++) {
            logOrders(1000);
        }
        book.execute("UPDATE events SET left_after = 17 WHERE no = 4900");

        assertThat(turn(certifier()).why()).contains("E1 fails at event 4900");
        assertThat(proofs.resolve(sale)).doesNotExist();

        book.execute("UPDATE events SET left_after = 5101 WHERE no = 4900");
        assertThat(turn(certifier())).isEqualTo(Standing.fine(5001, 5001));
        book.execute("UPDATE orders SET item = 'van' WHERE seq = 1");
        Path other = proofs.resolve("other");
        assertThat(turn(certifier(other)).why()).contains("are not those that were signed");
        assertThat(other.resolve(sale)).doesNotExist();
    }

    @Test
    void whatWasLeftHalfWrittenIsTakenAwayAtTheStart() throws IOException {
        log(events.restocked(10));
        turn(certifier());
        Path old = Files.writeString(Handed.directory(proofs, sale).resolve(".4711.new"), "half a t");
        Path fresh = Files.writeString(proofs.resolve(".4712.new"), "another one is at it");
        Files.setLastModifiedTime(old, FileTime.from(CLOCK.instant().minusSeconds(3600)));
        Files.setLastModifiedTime(fresh, FileTime.from(CLOCK.instant().minusSeconds(60)));

        turn(certifier());

        assertThat(old).doesNotExist();
        assertThat(fresh).exists();
        assertThat(Handed.of(proofs, sale).leaves()).hasSize(1);
    }

    @Test
    void aSaleNamedLikeTheListOfKeysIsNotCertifiedAndTheListStays() {
        log(events.restocked(10));
        turn(certifier());
        sale = "keys";
        log(new TestEvents(sale).restocked(10));

        Standing halted = turn(certifier());

        assertThat(halted.kind()).isEqualTo(Standing.Kind.HALTED);
        assertThat(halted.why()).contains("a sale named keys can't be proven");
        assertThat(new PublicFiles(proofs).keys()).isNotEmpty();
    }

    @Test
    void manyEventsAreSignedInSeveralTurns() {
        log(events.restocked(1000));
        logOrders(24);
        Certifier certifier = new Certifier(
                pool,
                keys,
                new CertifySettings(TestKeys.folder(proofs), proofs, Publish.LIVE, 10, 1, Duration.ofSeconds(1)),
                CLOCK);

        assertThat(turn(certifier)).isEqualTo(Standing.fine(10, 25));
        assertThat(certifier.isMoving()).isTrue();
        assertThat(turn(certifier)).isEqualTo(Standing.fine(20, 25));
        assertThat(turn(certifier)).isEqualTo(Standing.fine(25, 25));
        assertThat(certifier.isMoving()).isFalse();
    }
}
