package dev.seckill.infra.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

final class SureProducerTest {

    private final RefusingBroker broker = new RefusingBroker();
    private final SureProducer producer = new SureProducer(broker);

    @Test
    void sendsAgainWhatWasRefused() {
        broker.refusals = 2;

        producer.send(message("a"));
        producer.flush();

        assertThat(broker.sends).isEqualTo(3);
    }

    @Test
    void saysWhyAMessageIsRefusedAgainAndAgain() {
        broker.refusals = Integer.MAX_VALUE;

        producer.send(message("a"));
        producer.send(message("b"));

        assertThatIllegalStateException()
                .isThrownBy(producer::flush)
                .withMessage("2 messages refused 3 times (topic=orders)")
                .withCauseInstanceOf(NotLeaderOrFollowerException.class);
    }

    private static ProducerRecord<byte[], byte[]> message(String text) {
        return new ProducerRecord<>("orders", text.getBytes(UTF_8));
    }

    /** Answers at each flush. */
    private static final class RefusingBroker extends MockProducer<byte[], byte[]> {
        private int refusals;
        private int sends;

        RefusingBroker() {
            super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized void flush() {
            int answered = history().size() - sends;
            for (int i = 0; i < answered; i++) {
                sends++;
                if (refusals > 0) {
                    refusals--;
                    errorNext(new NotLeaderOrFollowerException("not yet"));
                } else {
                    completeNext();
                }
            }
        }
    }
}
