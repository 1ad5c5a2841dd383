package dev.seckill.api.orderlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.infra.testing.SureProducer;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.NumberRange;
import dev.seckill.model.event.SaleEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A sale that was rebuilt again and again, each time without the rebuild before, whose message came late. */
@ExtendWith(SharedServers.class)
@Timeout(300)
final class LoggedSalesIT {

    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final SaleId SALE = new SaleId("cars");
    private static final long HEAP = 160L << 20;

    private final KafkaSettings settings;

    LoggedSalesIT(ServerStack servers) {
        settings = new KafkaSettings(
                servers.kafkaBootstrapServers(),
                "orders-" + UUID.randomUUID(),
                1,
                (short) 1,
                WAIT,
                WAIT,
                WAIT,
                WAIT,
                WAIT,
                Set.of());
    }

    @BeforeEach
    void makeTopic() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", settings.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(settings.topic(), 1, (short) 1)))
                    .all()
                    .get();
            SureProducer.awaitLeaders(admin, settings.topic(), 1);
        }
    }

    /** The third gives up the second, so what the second has given up counts after all, though it was left out. */
    @Test
    void whatIsGivenUpByWhatIsGivenUpCountsWhateverIsReadFirst() {
        OutboxEntry first = OutboxEntry.of(
                new SaleEvent.Restocked(SALE, 1, 10, 10, Instant.EPOCH, "by hand"), null, new OutboxEntry.Offer(10, 0));
        OutboxEntry second = recovered(2, 1);
        OutboxEntry third = recovered(3, 2);
        write(List.of(second, third, first));

        LoggedSale sale = read();

        assertThat(sale.has(first)).isTrue();
        assertThat(sale.has(second)).isFalse();
        assertThat(sale.has(third)).isTrue();
        assertThat(sale.allotment()).isEqualTo(10);
    }

    /** As many as can be read: each round lets one be found out that the round before has left out. */
    @Test
    void theLogIsReadUntilItIsKnownWhatCounts() {
        List<OutboxEntry> chain = chain(2 * LoggedSales.ROUNDS_MAX);
        write(oneFoundOutInEachRound(chain));

        LoggedSale sale = read();

        assertThat(chain.stream().filter(sale::has).map(entry -> entry.event().no()))
                .as("the last, and each that was given up by one that does not count")
                .containsExactlyElementsOf(chain.stream()
                        .map(entry -> entry.event().no())
                        .filter(LoggedSalesIT::isOfLast)
                        .toList());
        assertThat(sale.events()).isEqualTo(LoggedSales.ROUNDS_MAX);
    }

    @Test
    void aLogOfWhichThatIsNotKnownInTimeIsRefused() {
        write(oneFoundOutInEachRound(chain(2 * LoggedSales.ROUNDS_MAX + 2)));
        LoggedSales sales = new LoggedSales(settings, HEAP);
        sales.sale(SALE);

        assertThatThrownBy(sales::readOn)
                .isInstanceOf(OrderLogUnavailableException.class)
                .hasMessageContaining("rebuilt again and again while it is read: [cars]");
    }

    private static boolean isOfLast(long no) {
        return no % 2 == 1; // an even number of rebuilds, of which the first has number 2
    }

    /** Each of them gives up the one before. */
    private static List<OutboxEntry> chain(int rebuilds) {
        List<OutboxEntry> chain = new ArrayList<>();
        for (long no = 2; no < 2 + rebuilds; no++) {
            chain.add(recovered(no, no - 1));
        }
        return chain;
    }

    /**
     * First every other one, whereby the rest are left out but the last. That voids one which is counted already, so all is read
     * again; and then the one before the last of the rest is let in, and so on.
     */
    private static List<OutboxEntry> oneFoundOutInEachRound(List<OutboxEntry> chain) {
        List<OutboxEntry> order = new ArrayList<>();
        for (int i = 0; i < chain.size(); i += 2) {
            order.add(chain.get(i));
        }
        for (int i = 1; i < chain.size(); i += 2) {
            order.add(chain.get(i));
        }
        return order;
    }

    private static OutboxEntry recovered(long no, long voided) {
        return OutboxEntry.of(
                new SaleEvent.Recovered(
                        SALE, no, 10, Instant.EPOCH, no, List.of(new NumberRange(voided, voided)), List.of()),
                null,
                new OutboxEntry.Offer(10, no));
    }

    private void write(List<OutboxEntry> entries) {
        new JournalWriter(settings).write(entries);
    }

    private LoggedSale read() {
        LoggedSales sales = new LoggedSales(settings, HEAP);
        LoggedSale sale = sales.sale(SALE);
        sales.readOn();
        return sale;
    }
}
