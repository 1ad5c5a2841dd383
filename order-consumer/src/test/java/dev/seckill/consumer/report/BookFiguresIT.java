package dev.seckill.consumer.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.seckill.consumer.report.BookFigures.Figures;
import dev.seckill.consumer.report.BookFigures.SaleFigures;
import dev.seckill.consumer.report.SaleReport.Tally;
import dev.seckill.consumer.store.BookQueries;
import dev.seckill.consumer.store.MySqlOrderStore;
import dev.seckill.consumer.store.ReadBook;
import dev.seckill.consumer.store.TestBook;
import dev.seckill.consumer.store.TestEvents;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Figures of running sales, on a real book. */
@ExtendWith(SharedServers.class)
@Timeout(300)
final class BookFiguresIT {

    private static final SaleId CARS = new SaleId("cars");
    private static final SaleId BIKES = new SaleId("bikes");
    private static final Instant NOW = Instant.parse("2026-11-29T20:00:00Z");

    private final AtomicLong nanos = new AtomicLong();
    /** How long a look at the stopwatch takes, so that a count takes time. */
    private long step;

    private TestBook book;
    private HikariDataSource pool;
    private BookFigures figures;

    @BeforeEach
    void open(ServerStack stack) {
        book = new TestBook(stack, "book_figures");
        book.open().close();
        book.execute("DELETE FROM orders");
        book.execute("DELETE FROM events");
        pool = ReadBook.open(book, Duration.ofSeconds(30));
        figures = new BookFigures(
                new BookQueries(pool, book.settings()),
                Duration.ofSeconds(30),
                Clock.fixed(NOW, ZoneOffset.UTC),
                () -> nanos.addAndGet(step));
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void countsOrdersByStateAndTheJournalOfEachSale() {
        TestEvents cars = new TestEvents("cars");
        SaleEvent.Restocked stock = cars.restocked(9);
        SaleEvent.Accepted held = cars.held();
        SaleEvent.Accepted back = cars.cancellable(3);
        store(stock, held, back, cars.accepted(2, "car"), cars.released(back));
        TestEvents bikes = new TestEvents("bikes");
        store(bikes.restocked(1), bikes.accepted());

        Figures all = figures.of(List.of(CARS, BIKES, new SaleId("none")));

        SaleFigures ofCars = all.sales().get(CARS);
        assertThat(all.at()).isEqualTo(NOW);
        assertThat(ofCars.events()).isEqualTo(5);
        assertThat(ofCars.lastNo()).isEqualTo(5);
        assertThat(ofCars.accepted()).isEqualTo(new Tally(3, 6));
        assertThat(ofCars.of("HELD")).isEqualTo(new Tally(1, 1));
        assertThat(ofCars.of("CONFIRMED")).isEqualTo(new Tally(1, 2));
        assertThat(ofCars.of("RELEASED")).isEqualTo(new Tally(1, 3));
        assertThat(all.sales().get(BIKES).accepted()).isEqualTo(new Tally(1, 1));
        assertThat(all.sales().get(new SaleId("none")).accepted()).isEqualTo(Tally.NONE);
        assertThat(new FiguresJson(figures, () -> List.of("waiting for MySQL"), () -> 7, () -> OptionalLong.of(2))
                        .of(List.of(BIKES)))
                .isEqualTo("{\"at\":\"2026-11-29T20:00:00Z\",\"ready\":false,\"troubles\":[\"waiting for MySQL\"],"
                        + "\"lag\":7,\"parked\":2,\"sales\":{\"bikes\":{\"events\":2,\"lastNo\":2,"
                        + "\"accepted\":{\"orders\":1,\"units\":1},\"held\":{\"orders\":0,\"units\":0},"
                        + "\"confirmed\":{\"orders\":1,\"units\":1},\"released\":{\"orders\":0,\"units\":0}}}}");
    }

    @Test
    void aSaleIsNotCountedAgainForAQuarterOfASecond() {
        assertThat(acceptedAfter(0)).isZero();
        storeAnOrder();

        assertThat(acceptedAfter(249)).isZero();
        assertThat(acceptedAfter(1)).isEqualTo(1);
    }

    @Test
    void aCountThatTookLongIsNotMadeAgainForTenTimesAsLong() {
        step = Duration.ofSeconds(1).toNanos(); // of each look; the next one counts with it
        assertThat(acceptedAfter(0)).isZero();
        step = 0;
        storeAnOrder();

        assertThat(acceptedAfter(9_999)).isZero();
        assertThat(acceptedAfter(1)).isEqualTo(1);
    }

    private long acceptedAfter(long millis) {
        nanos.addAndGet(Duration.ofMillis(millis).toNanos());
        return figures.of(List.of(CARS)).sales().get(CARS).accepted().orders();
    }

    private void storeAnOrder() {
        TestEvents cars = new TestEvents("cars");
        store(cars.restocked(1), cars.accepted());
    }

    private void store(SaleEvent... events) {
        try (HikariDataSource writing = book.open()) {
            new MySqlOrderStore(writing).store(List.of(events));
        }
    }
}
