package dev.seckill.consumer.certify;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.seckill.consumer.certify.CertifySettings.Publish;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.event.SaleEvent.SaleChanged.Change;
import dev.seckill.model.event.SalePhase;
import dev.seckill.model.proof.ProofKeys;
import dev.seckill.proof.text.Certificate.State;
import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.text.LeafKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is in the book is signed, whoever does it and whenever it is killed. */
final class CertifierIT extends CertifierTestBase {

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
    void manyEventsAreSignedInSeveralTurns() {
        log(events.restocked(1000));
        logOrders(24);
        Certifier certifier = new Certifier(
                pool,
                keys,
                new CertifySettings(
                        TestKeys.folder(proofs),
                        proofs,
                        Publish.LIVE,
                        10,
                        1,
                        Duration.ofSeconds(1),
                        new CosignerSettings(null, null, Duration.ofSeconds(5))),
                CLOCK);

        assertThat(turn(certifier)).isEqualTo(Standing.fine(10, 25).since(CLOCK.instant()));
        assertThat(certifier.isMoving()).isTrue();
        assertThat(turn(certifier)).isEqualTo(Standing.fine(20, 25).since(CLOCK.instant()));
        assertThat(turn(certifier)).isEqualTo(Standing.fine(25, 25));
        assertThat(certifier.isMoving()).isFalse();
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
            CertifySettings settings = settings(proofs, Publish.LIVE);
            new Certifier(
                            deadly.dataSource(pool),
                            keys,
                            settings,
                            false,
                            CLOCK,
                            Cosigners.none(settings),
                            deadly::files)
                    .turn();
            return false;
        } catch (Deadly.Killed killed) {
            return true;
        }
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
    void theLogsNextKeyGoesOnFromWhatTheOneBeforeSigned() throws IOException {
        log(events.restocked(10), events.accepted());
        Certifier notRestartedYet = certifier();
        turn(notRestartedYet);
        Clock later = Clock.offset(CLOCK, Duration.ofHours(1));
        Path directory = Files.createDirectory(keyDirectory.resolve("next"));
        ProofKeys next = TestKeys.rotated(keyDirectory.resolve("keys"), directory, later.instant());
        logOrders(1);
        turn(notRestartedYet);

        logOrders(1);
        assertThat(turn(certifier(next, later))).isEqualTo(Standing.fine(4, 4));

        Handed handed = Handed.of(proofs, sale);
        assertThat(handed.checkpoint().note().signatures())
                .singleElement()
                .satisfies(signature -> assertThat(signature.claims(next.signer()
                                .named(handed.checkpoint().origin())
                                .key()))
                        .isTrue());
        Path elsewhere = proofs.resolve("elsewhere");
        assertThat(turn(new Certifier(pool, next, settings(elsewhere, Publish.LIVE), later)))
                .isEqualTo(Standing.fine(4, 4));
        assertThat(Handed.of(elsewhere, sale).checkpoint()).isEqualTo(handed.checkpoint());
    }

    @Test
    void whoIsNotRestartedYetTakesNoNewerListOfKeysFromStrangers() throws IOException {
        log(events.restocked(10), events.accepted());
        Certifier notRestartedYet = certifier();
        turn(notRestartedYet);
        Path directory = Files.createDirectory(keyDirectory.resolve("newer"));
        Clock later = Clock.offset(CLOCK, Duration.ofMinutes(1));
        ProofKeys newer = TestKeys.rotated(keyDirectory.resolve("keys"), directory, later.instant());
        turn(certifier(newer, later));
        assertThat(lists()).containsOnly(newer.list().toString());

        logOrders(1);
        assertThat(turn(notRestartedYet)).isEqualTo(Standing.fine(3, 3));
        assertThat(turn(certifier()))
                .as("one that is started with the older folder")
                .isEqualTo(Standing.fine(3, 3));

        assertThat(lists()).containsOnly(newer.list().toString());
    }

    @Test
    void whoseKeyIsOverByANewerListSignsNothingMore() throws IOException {
        log(events.restocked(10), events.accepted());
        Certifier notRestartedYet = certifier();
        turn(notRestartedYet);
        Path directory = Files.createDirectory(keyDirectory.resolve("ended"));
        turn(certifier(TestKeys.rotated(keyDirectory.resolve("keys"), directory, CLOCK.instant()), CLOCK));
        Path certificate = Handed.directory(proofs, sale).resolve("certificate");
        String signed = Files.readString(certificate);

        logOrders(1);
        Standing standing = turn(notRestartedYet);

        assertThat(standing.kind()).isEqualTo(Standing.Kind.HALTED);
        assertThat(standing.why()).contains("a newer list of keys");
        assertThat(certificate).hasContent(signed);
    }

    /** Of the shop and of the sale. */
    private List<String> lists() throws IOException {
        return List.of(
                Files.readString(proofs.resolve("keys")),
                Files.readString(Handed.directory(proofs, sale).resolve("keys")));
    }
}
