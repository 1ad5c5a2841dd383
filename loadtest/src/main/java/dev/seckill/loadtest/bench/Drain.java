package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.Target.Demand.AT_LEAST;
import static dev.seckill.loadtest.bench.Target.Demand.AT_MOST;
import static dev.seckill.loadtest.bench.Target.Demand.REPORTED;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.seckill.infra.app.AppProcess;
import dev.seckill.infra.testing.SureProducer;
import dev.seckill.loadtest.Programs;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.SaleEvent;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A consumer that finds a full order log, against a bare loop that writes the same rows: orders and their entries in the
 * journal. The first half of the events warms both up, the second is timed.
 */
final class Drain implements BenchCase {

    private static final int PARTITIONS = 6;
    private static final String STORED = "consumer_orders_stored_total";

    private static final String OUTAGES = "consumer_store_outages_total";

    private final Lab lab;
    private final Journal journal;
    private final String name;
    private final double least;

    /** Makes as many events of a sale. */
    private interface Journal {
        List<SaleEvent> of(SaleId sale, int count);
    }

    private Drain(Lab lab, String name, double least, Journal journal) {
        this.lab = lab;
        this.name = name;
        this.least = least;
        this.journal = journal;
    }

    /** Of orders that are sold at once. */
    static Drain ofOrders(Lab lab) {
        return new Drain(lab, "drain", 0.7, DrainEvents::sold);
    }

    /** Of orders that are held, and then confirmed or released. */
    static Drain ofHolds(Lab lab) {
        return new Drain(lab, "drain-holds", 0.6, DrainEvents::held);
    }

    @Override
    public void round(int round) throws InterruptedException {
        String group = name + "-" + (round + 1);
        List<SaleEvent> events = journal.of(new SaleId(group), lab.options().rows);
        String topic = "BENCH_" + group;
        fill(topic, events);
        if (round % 2 == 1) { // the first time, the consumer makes the tables that the loop's are like
            writeBare(events);
        }
        drain(topic, group);
        if (round % 2 == 0) {
            writeBare(events);
        }
    }

    private void writeBare(List<SaleEvent> events) {
        try {
            lab.note(bareFigure(), new BareInserts(lab.system().servers()).perSecond(events, Programs.DATABASE));
        } catch (SQLException e) {
            throw new IllegalStateException("bench - the bare loop failed", e);
        }
    }

    private String bareFigure() {
        return name + ": events per second, bare loop";
    }

    private String consumerFigure() {
        return name + ": events per second, consumer";
    }

    private String memoryFigure() {
        return name + ": consumer, resident MB";
    }

    private void fill(String topic, List<SaleEvent> events) throws InterruptedException {
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
            for (SaleEvent event : events) {
                producer.send(new ProducerRecord<>(
                        topic,
                        ((SaleEvent.OfOrder) event).orderId().toString().getBytes(US_ASCII),
                        EventCodec.encode(event)));
            }
            producer.flush();
        } catch (ExecutionException e) {
            throw new IllegalStateException("bench - topic " + topic + " was not made", e.getCause());
        }
    }

    private void drain(String topic, String group) throws InterruptedException {
        AppProcess consumer = lab.system().consumer(group, "--topic=" + topic, "--group=" + group);
        consumer.start();
        try {
            int rows = lab.options().rows;
            LastSeen half = new LastSeen();
            BenchSystem.await("the consumer has stored half the rows", () -> half.look(stored(consumer)) >= rows / 2);
            BenchSystem.await("the consumer has stored all rows", () -> stored(consumer) >= rows);
            lab.note(consumerFigure(), (rows - half.rows) / ((System.nanoTime() - half.nanos) / 1e9));
            lab.note(memoryFigure(), ProcessUse.residentMb(consumer.pid()));
            lab.note(name + ": outages of the store", Scrape.of(consumer.url()).value(OUTAGES));
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
                        name + ": events/s of the consumer ÷ bare JDBC loop",
                        AT_LEAST,
                        least,
                        figures.of(consumerFigure()).over(figures.of(bareFigure()))),
                new Target(name + ": events/s of the consumer", REPORTED, 0, figures.of(consumerFigure())),
                new Target(
                        name + ": resident MB of the consumer at full drain",
                        AT_MOST,
                        300,
                        figures.of(memoryFigure())));
    }
}
