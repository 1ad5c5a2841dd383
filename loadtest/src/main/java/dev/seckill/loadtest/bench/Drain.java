package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.Target.Demand.AT_LEAST;
import static dev.seckill.loadtest.bench.Target.Demand.AT_MOST;
import static dev.seckill.loadtest.bench.Target.Demand.REPORTED;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.seckill.infra.app.AppProcess;
import dev.seckill.infra.testing.SureProducer;
import dev.seckill.loadtest.Programs;
import dev.seckill.model.Order;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.SaleEvent;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A consumer that finds a full order log, against a bare loop of inserts of the same rows: an order and its entry in the
 * journal. The first half of the orders warms both up, the second is timed.
 */
final class Drain implements BenchCase {

    private static final int PARTITIONS = 6;
    private static final String STORED = "consumer_orders_stored_total";

    private final Lab lab;

    Drain(Lab lab) {
        this.lab = lab;
    }

    @Override
    public void round(int round) throws InterruptedException {
        List<Order> orders = orders(new SaleId("drain-" + (round + 1)));
        String topic = "BENCH_DRAIN_" + (round + 1);
        fill(topic, orders);
        if (round % 2 == 1) { // the first time, the consumer makes the table that the loop's is like
            insertBare(orders);
        }
        drain(topic, "drain-" + (round + 1));
        if (round % 2 == 0) {
            insertBare(orders);
        }
    }

    private void insertBare(List<Order> orders) {
        try {
            lab.note(
                    "rows per second, bare loop",
                    new BareInserts(lab.system().servers()).perSecond(orders, Programs.DATABASE));
        } catch (SQLException e) {
            throw new IllegalStateException("bench - the bare loop failed", e);
        }
    }

    private List<Order> orders(SaleId sale) {
        OrderIdGenerator ids = new OrderIdGenerator(Clock.systemUTC());
        int rows = lab.options().rows;
        List<Order> orders = new ArrayList<>(rows);
        for (int seq = 1; seq <= rows; seq++) {
            orders.add(new Order(
                    ids.next(),
                    sale,
                    seq,
                    null,
                    "car",
                    1,
                    rows - seq,
                    Clock.systemUTC().instant()));
        }
        return orders;
    }

    private void fill(String topic, List<Order> orders) throws InterruptedException {
        Map<String, Object> servers = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, lab.system().servers().kafkaBootstrapServers());
        Map<String, Object> producing = new HashMap<>(servers);
        producing.put(ProducerConfig.ACKS_CONFIG, "all");
        try (Admin admin = Admin.create(servers);
                SureProducer producer = new SureProducer(producing)) {
            admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                    .all()
                    .get();
            SureProducer.awaitLeaders(admin, topic, PARTITIONS);
            for (Order order : orders) {
                producer.send(new ProducerRecord<>(
                        topic,
                        order.orderId().toString().getBytes(US_ASCII),
                        EventCodec.encode(new SaleEvent.Accepted(order.seq(), order))));
            }
            producer.flush();
        } catch (ExecutionException e) {
            throw new IllegalStateException("bench - topic " + topic + " was not made", e.getCause());
        }
    }

    private void drain(String topic, String name) throws InterruptedException {
        AppProcess consumer = lab.system().consumer(name, "--topic=" + topic, "--group=" + name);
        consumer.start();
        try {
            int rows = lab.options().rows;
            LastSeen half = new LastSeen();
            BenchSystem.await("the consumer has stored half the rows", () -> half.look(stored(consumer)) >= rows / 2);
            BenchSystem.await("the consumer has stored all rows", () -> stored(consumer) >= rows);
            lab.note("rows per second, consumer", (rows - half.rows) / ((System.nanoTime() - half.nanos) / 1e9));
            lab.note("consumer, resident MB", ProcessUse.residentMb(consumer.pid()));
        } finally {
            consumer.stop();
        }
    }

    private static double stored(AppProcess consumer) {
        return Scrape.of(consumer.url()).value(STORED);
    }

    /** The last figure, and when it was seen. */
    private static final class LastSeen {
        private double rows;
        private long nanos;

        double look(double now) {
            rows = now;
            nanos = System.nanoTime();
            return now;
        }
    }

    @Override
    public List<Target> targets() {
        Figures figures = lab.figures();
        return List.of(
                new Target(
                        "rows/s of the consumer ÷ bare JDBC loop",
                        AT_LEAST,
                        0.7,
                        figures.of("rows per second, consumer").over(figures.of("rows per second, bare loop"))),
                new Target("rows/s of the consumer", REPORTED, 0, figures.of("rows per second, consumer")),
                new Target(
                        "resident MB of the consumer at full drain",
                        AT_MOST,
                        300,
                        figures.of("consumer, resident MB")));
    }
}
