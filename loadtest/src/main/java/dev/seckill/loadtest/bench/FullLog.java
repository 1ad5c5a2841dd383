package dev.seckill.loadtest.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.seckill.infra.app.AppProcess;
import dev.seckill.infra.testing.SureProducer;
import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.SaleEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/** An order log that has all events of a sale, and consumers that find it so. */
final class FullLog {

    private static final int PARTITIONS = 6;
    private static final Duration HALF_WAIT = Duration.ofMinutes(5);
    private static final String STORED = "consumer_orders_stored_total";

    private final Lab lab;
    private final String name;
    private final int events;

    private FullLog(Lab lab, String name, int events) {
        this.lab = lab;
        this.name = name;
        this.events = events;
    }

    /** Makes it, by a name that no other one has. */
    static FullLog of(Lab lab, String name, List<SaleEvent> events) throws InterruptedException {
        FullLog log = new FullLog(lab, name, events.size());
        log.fill(events);
        return log;
    }

    private String topic() {
        return "BENCH_" + name;
    }

    private void fill(List<SaleEvent> all) throws InterruptedException {
        Map<String, Object> servers = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, lab.system().servers().kafkaBootstrapServers());
        Map<String, Object> producing = new HashMap<>(servers);
        producing.put(ProducerConfig.ACKS_CONFIG, "all");
        try (Admin admin = Admin.create(servers);
                SureProducer producer = new SureProducer(producing)) {
            admin.createTopics(List.of(new NewTopic(topic(), PARTITIONS, (short) 1)))
                    .all()
                    .get();
            SureProducer.awaitLeaders(admin, topic(), PARTITIONS);
            for (SaleEvent event : all) {
                producer.send(new ProducerRecord<>(topic(), key(event).getBytes(US_ASCII), EventCodec.encode(event)));
            }
            producer.flush();
        } catch (ExecutionException e) {
            throw new IllegalStateException("bench - topic " + topic() + " was not made", e.getCause());
        }
    }

    private static String key(SaleEvent event) {
        return event instanceof SaleEvent.OfOrder ofOrder
                ? ofOrder.orderId().toString()
                : event.sale().value();
    }

    /** A consumer of it that is not started yet. */
    AppProcess consumer(String program, String... settings) {
        List<String> all = new ArrayList<>(List.of("--topic=" + topic(), "--group=" + name));
        all.addAll(List.of(settings));
        return lab.system().consumer(program, all.toArray(String[]::new));
    }

    /** Waits until a consumer that was just started has stored all events; returns how many a second of the second half. */
    double drainedPerSecond(AppProcess consumer) throws InterruptedException {
        LastSeen half = new LastSeen();
        BenchSystem.await(
                HALF_WAIT, "the consumer has stored half the rows", () -> half.look(stored(consumer)) >= events / 2);
        BenchSystem.await(HALF_WAIT, "the consumer has stored all rows", () -> stored(consumer) >= events);
        return (events - half.rows) / ((System.nanoTime() - half.nanos) / 1e9);
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
}
