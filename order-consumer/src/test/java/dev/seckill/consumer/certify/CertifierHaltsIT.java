package dev.seckill.consumer.certify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.consumer.certify.CertifySettings.Publish;
import dev.seckill.consumer.store.MySqlOrderStore;
import dev.seckill.consumer.store.TestEvents;
import dev.seckill.model.SaleId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What does not fit is not signed. */
final class CertifierHaltsIT extends CertifierTestBase {

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
    void whatIsToldInOtherWordsEachTimeIsHeldUpSinceItsBeginning() {
        log(events.restocked(10), events.accepted());
        turn(certifier());
        logOrders(1);
        HandClock behind = new HandClock();
        behind.moveOn(-1200);
        Certifier certifier = certifier(keys, behind);

        Standing first = turn(certifier);
        behind.moveOn(11);
        Standing later = turn(certifier);

        assertThat(later.why()).contains("clock is wrong").isNotEqualTo(first.why());
        assertThat(later.since()).isEqualTo(first.since());
    }

    @Test
    void aSaleThatFailsInAWayThatNobodyThoughtOfLeavesTheOthersSigned() {
        log(events.restocked(10), events.accepted());
        String other = "unforeseen";
        log(new TestEvents(other).restocked(10));
        CertifySettings settings = settings(proofs, Publish.LIVE);
        Certifier certifier = new Certifier(pool, keys, settings, false, CLOCK, Cosigners.none(settings), directory -> {
            if (directory.toString().contains(other)) {
                throw new IllegalStateException("as it happens");
            }
            return new ProofFiles(directory);
        });

        assertThat(turn(certifier)).isEqualTo(Standing.fine(2, 2));
        Standing fails = certifier.turn().get(new SaleId(other));
        assertThat(fails.kind()).isEqualTo(Standing.Kind.FAILS);
        assertThat(fails.why()).contains("as it happens");
    }
}
