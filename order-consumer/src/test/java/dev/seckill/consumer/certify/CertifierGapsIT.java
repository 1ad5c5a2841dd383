package dev.seckill.consumer.certify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.model.SaleId;
import dev.seckill.model.event.NumberRange;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.text.LeafKind;
import dev.seckill.proof.text.TlogProof;
import org.junit.jupiter.api.Test;

/** What the certifier does about numbers that are missing, or that were given up. */
final class CertifierGapsIT extends CertifierTestBase {

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

    /** As in a book that an older consumer has kept, or that has read the late message first. */
    @Test
    void aSaleGoesOnAfterTheNextRecoverThoughTheBookHasWhatWasGivenUp() {
        log(events.restocked(10), events.accepted());
        SaleEvent late = events.accepted();
        log(late, events.accepted());
        log(events.recovered(8, new NumberRange(3, 3)));
        Certifier certifier = certifier();
        assertThat(turn(certifier)).isEqualTo(Standing.fine(5, 5));

        log(events.accepted(), events.recovered(7));

        assertThat(turn(certifier)).isEqualTo(Standing.fine(7, 7));
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
}
