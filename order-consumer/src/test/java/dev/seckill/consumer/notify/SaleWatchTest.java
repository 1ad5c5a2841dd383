package dev.seckill.consumer.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.consumer.notify.SaleWatch.Moved;
import dev.seckill.consumer.notify.SaleWatch.Stage;
import dev.seckill.model.LogPosition;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleDefinition;
import dev.seckill.model.event.SaleEvent.SaleChanged;
import dev.seckill.model.event.SaleEvent.SaleChanged.Change;
import dev.seckill.model.event.SalePhase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SaleWatchTest {

    private static final SaleId SALE = new SaleId("cars");
    private static final LogPosition PLACE = new LogPosition("LOG", 0, 7);

    private final List<String> told = new ArrayList<>();
    private SaleWatch watch;

    @Test
    void aSaleWithoutHoursOpensWithItsRulesAndClosesWhenItsOperatorSays() {
        rules(1, 10, SalePhase.OPEN, null, null);
        rules(2, 20, SalePhase.OPEN, null, null);
        rules(3, 30, SalePhase.CLOSED, null, null);

        assertThat(told).containsExactly("cars:1:opened at 10", "cars:3:closed at 30");
    }

    @Test
    void aSaleWithHoursOpensAndClosesAtThem() {
        rules(1, 10, SalePhase.OPEN, 20, 30);
        time(19);
        assertThat(told).isEmpty();
        time(20);
        assertThat(told).containsExactly("cars:1:opened at 20");
        time(100);
        assertThat(told).containsExactly("cars:1:opened at 20", "cars:1:closed at 30");
        time(200);
        assertThat(told).hasSize(2);
    }

    @Test
    void bothHoursAreToldIfTheyPassedMeanwhile() {
        rules(1, 10, SalePhase.OPEN, 20, 30);
        time(100);
        assertThat(told).containsExactly("cars:1:opened at 20", "cars:1:closed at 30");
    }

    @Test
    void whatTheHoursBroughtBeforeAChangeIsToldBeforeIt() {
        rules(1, 10, SalePhase.OPEN, 20, null);
        rules(2, 50, SalePhase.CLOSED, 20, null);
        assertThat(told).containsExactly("cars:1:opened at 20", "cars:2:closed at 50");
    }

    @Test
    void anHourThatWasMovedBeforeItCameIsNotTold() {
        rules(1, 10, SalePhase.OPEN, 20, null);
        rules(2, 15, SalePhase.OPEN, 40, null);
        time(39);
        assertThat(told).isEmpty();
        time(40);
        assertThat(told).containsExactly("cars:2:opened at 40");
    }

    @Test
    void aPauseNeitherClosesNorOpensWhatIsOpen() {
        rules(1, 10, SalePhase.OPEN, null, 90);
        rules(2, 20, SalePhase.PAUSED, null, 90);
        rules(3, 30, SalePhase.OPEN, null, 90);
        rules(4, 40, SalePhase.PAUSED, null, 90);
        time(100);
        assertThat(told).containsExactly("cars:1:opened at 10", "cars:4:closed at 90");
    }

    @Test
    void whatIsPausedAtItsHourOpensWhenItIsResumed() {
        rules(1, 10, SalePhase.PAUSED, 20, null);
        time(25);
        assertThat(told).isEmpty();
        rules(2, 30, SalePhase.OPEN, 20, null);
        assertThat(told).containsExactly("cars:2:opened at 30");
    }

    @Test
    void aSaleThatGetsNewHoursOpensAgain() {
        rules(1, 10, SalePhase.OPEN, 20, 30);
        time(35);
        rules(2, 40, SalePhase.OPEN, 50, null);
        time(60);
        assertThat(told).containsExactly("cars:1:opened at 20", "cars:1:closed at 30", "cars:2:opened at 50");
    }

    @Test
    void aChangeThatWasMadeByAnotherClockBeforeAnHourThatWasToldCountsFromThere() {
        rules(1, 10, SalePhase.OPEN, 20, null);
        time(20);
        rules(2, 19, SalePhase.CLOSED, 20, null);
        assertThat(told).containsExactly("cars:1:opened at 20", "cars:2:closed at 20");
        assertThat(watch.stage()).isEqualTo(Stage.CLOSED);
    }

    @Test
    void whoeverGoesThroughItAgainFromAnyPlaceSaysTheSame() {
        SaleChanged first = of(1, 10, SalePhase.OPEN, 20, 30);
        SaleWatch begun = SaleWatch.begin(first, PLACE).watch();

        List<Webhook> slowly = new ArrayList<>();
        SaleWatch at = begun;
        for (int second = 11; second < 40; second++) {
            Moved moved = at.advanced(Instant.ofEpochSecond(second));
            slowly.addAll(moved.webhooks());
            at = moved.watch();
        }

        Moved atOnce = begun.advanced(Instant.ofEpochSecond(39));
        assertThat(atOnce.watch()).isEqualTo(at);
        assertThat(atOnce.webhooks()).usingRecursiveComparison().isEqualTo(slowly);
    }

    @Test
    void rulesThatTheLogHasTwiceOrTooLateAreNotNew() {
        SaleWatches watches = new SaleWatches();
        assertThat(watches.changed(of(2, 10, SalePhase.OPEN, null, null), PLACE))
                .isPresent();
        assertThat(watches.changed(of(2, 10, SalePhase.OPEN, null, null), PLACE))
                .isEmpty();
        assertThat(watches.changed(of(1, 5, SalePhase.CLOSED, null, null), PLACE))
                .isEmpty();
    }

    @Test
    void onlySalesOfTheGivenPartitionsAreMovedByTheirHours() {
        SaleWatches watches = new SaleWatches();
        watches.changed(of(1, 10, SalePhase.OPEN, 20, null), PLACE);
        assertThat(watches.advanced(Instant.ofEpochSecond(30), Set.of(1))).isEmpty();
        assertThat(watches.advanced(Instant.ofEpochSecond(30), Set.of(0))).hasSize(1);
        assertThat(watches.advanced(Instant.ofEpochSecond(31), Set.of(0))).isEmpty();
        watches.forget(Set.of(0));
        assertThat(watches.changed(of(1, 10, SalePhase.OPEN, 20, null), PLACE)).isPresent();
    }

    private void rules(long no, long second, SalePhase state, Integer opens, Integer closes) {
        SaleChanged rules = of(no, second, state, opens, closes);
        tell(watch == null ? SaleWatch.begin(rules, PLACE) : watch.changed(rules, PLACE));
    }

    private void time(long second) {
        tell(watch.advanced(Instant.ofEpochSecond(second)));
    }

    private void tell(Moved moved) {
        watch = moved.watch();
        moved.webhooks()
                .forEach(
                        webhook -> told.add(webhook.id() + " at " + webhook.at().getEpochSecond()));
    }

    private static SaleChanged of(long no, long second, SalePhase state, Integer opens, Integer closes) {
        SaleDefinition definition = new SaleDefinition("Cars", "car", hour(opens), hour(closes), 0, 1);
        return new SaleChanged(
                SALE, no, 100, Instant.ofEpochSecond(second), "alice", Change.DEFINED, definition, state);
    }

    private static Instant hour(Integer second) {
        return second == null ? null : Instant.ofEpochSecond(second);
    }
}
