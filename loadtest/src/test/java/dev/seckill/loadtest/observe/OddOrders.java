package dev.seckill.loadtest.observe;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.infra.testing.SureProducer;
import dev.seckill.model.LogPosition;
import dev.seckill.model.Order;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.OrderLogNames;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.SaleEvent;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * What a stranger writes to the order log.
 *
 * @param kafka the brokers
 */
record OddOrders(String kafka) {

    /** A message that is no order. */
    void writeGarbage() {
        write("none", "{\"orderId\":\"none\"}".getBytes(UTF_8));
    }

    /** Two orders with one number; returns where the second stands, which is read later. */
    LogPosition writeClash(SaleId sale) {
        writeOrder(sale);
        return writeOrder(sale);
    }

    private LogPosition writeOrder(SaleId sale) {
        Order order = new Order(
                new OrderIdGenerator(Clock.systemUTC()).next(),
                sale,
                1,
                null,
                "car",
                1,
                0,
                Clock.systemUTC().instant());
        return write(sale.value(), EventCodec.encode(new SaleEvent.Accepted(SaleEvent.UNNUMBERED, order)));
    }

    private LogPosition write(String key, byte[] message) {
        try (SureProducer producer = new SureProducer(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka))) {
            RecordMetadata place = producer.send(
                            new ProducerRecord<>(OrderLogNames.DEFAULT_TOPIC, key.getBytes(UTF_8), message))
                    .get();
            return new LogPosition(place.topic(), place.partition(), place.offset());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
