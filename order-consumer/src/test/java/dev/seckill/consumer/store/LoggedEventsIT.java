package dev.seckill.consumer.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.Kind;
import dev.seckill.model.event.NumberRange;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.event.SaleEvent.SaleChanged.Change;
import dev.seckill.model.event.SalePhase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
final class LoggedEventsIT {

    private HikariDataSource pool;

    @BeforeAll
    void open(ServerStack servers) {
        pool = new TestBook(servers, "logged_it").open();
    }

    @AfterAll
    void close() {
        pool.close();
    }

    /** What is signed is made of the book, and must be what it would be if it were made of the order log. */
    @Test
    void theBookGivesEveryKindOfEventAsItWasLogged() {
        List<SaleEvent> logged = ofEveryKind("every-kind");
        new MySqlOrderStore(pool).store(logged);

        List<SaleEvent> read = new LoggedEvents(pool).after(new SaleId("every-kind"), 0, 100);

        assertThat(logged).extracting(SaleEvent::kind).contains(Kind.values());
        assertThat(read).isEqualTo(logged);
        for (int i = 0; i < logged.size(); i++) {
            assertThat(EventCodec.encode(read.get(i))).isEqualTo(EventCodec.encode(logged.get(i)));
        }
    }

    @Test
    void readsSomeAfterANumberAndPassesOverWhatIsMissing() {
        TestEvents events = new TestEvents("some");
        List<SaleEvent> logged = new ArrayList<>(List.of(events.restocked(10)));
        for (int i = 0; i < 5; i++) {
            logged.add(events.accepted());
        }
        SaleEvent missing = logged.remove(3);
        new MySqlOrderStore(pool).store(logged);
        LoggedEvents book = new LoggedEvents(pool);

        assertThat(missing.no()).isEqualTo(4);
        assertThat(book.after(new SaleId("some"), 1, 3))
                .extracting(SaleEvent::no)
                .containsExactly(2L, 3L, 5L);
        assertThat(book.after(new SaleId("some"), 6, 3)).isEmpty();
        assertThat(book.after(new SaleId("nobody"), 0, 3)).isEmpty();
    }

    @Test
    void findsTheRecoveriesAlone() {
        TestEvents events = new TestEvents("recoveries");
        List<SaleEvent> logged = List.of(
                events.restocked(10), events.accepted(), events.recovered(9), events.accepted(), events.recovered());
        new MySqlOrderStore(pool).store(logged);

        assertThat(new LoggedEvents(pool).recoveriesAfter(new SaleId("recoveries"), 3))
                .containsExactly(logged.get(4));
    }

    private static List<SaleEvent> ofEveryKind(String sale) {
        TestEvents events = new TestEvents(sale);
        List<SaleEvent> logged = new ArrayList<>();
        logged.add(events.changed("Cars \"2026\" \uD83D\uDE97"));
        logged.add(events.restocked(10));
        SaleEvent.Accepted held = events.held();
        logged.add(held);
        logged.add(events.extended(held));
        logged.add(events.confirmed(held));
        SaleEvent.Accepted cancellable = events.cancellable(3);
        logged.add(cancellable);
        logged.add(events.released(cancellable));
        logged.add(events.late(cancellable));
        logged.add(events.accepted(2, "Wagen \u00e4\u674e"));
        logged.add(events.restocked(-1));
        events.restocked(1); // lost
        logged.add(events.accepted());
        events.restocked(1); // lost
        logged.add(events.recovered(6, new NumberRange(11, 11), new NumberRange(13, 13)));
        logged.add(events.changed("Cars", Change.CLOSED, SalePhase.CLOSED));
        return logged;
    }
}
