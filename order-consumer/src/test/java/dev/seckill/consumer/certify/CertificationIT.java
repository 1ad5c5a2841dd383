package dev.seckill.consumer.certify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.consumer.certify.CertifySettings.Publish;
import dev.seckill.consumer.status.ConsumerMetrics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The certifier's thread: when it works, by how many messages of the order log are not stored. */
final class CertificationIT extends CertifierTestBase {

    private static final Duration WAIT = Duration.ofSeconds(60);

    @Test
    void signsEachTimeWhileOrdersAreStoredAsTheyCome() {
        List<Integer> signed = certifyUntil(Pace.DRAINED_RECORDS, asked -> asked.size() > 4);

        assertThat(signed.subList(0, 5)).doesNotHaveDuplicates();
    }

    @Test
    void restsWhileTheOrderLogIsDrained() {
        certifyUntil(Pace.DRAINED_RECORDS + 1, CertificationIT::hasRested);
    }

    /** Whether it has asked again without having signed what waits. */
    private static boolean hasRested(List<Integer> signed) {
        return signed.stream().distinct().count() < signed.size();
    }

    /** Returns how many trees were signed each time that the lag was asked for; each time one more event waits to be signed. */
    private List<Integer> certifyUntil(long lagRecords, Predicate<List<Integer>> isEnough) {
        List<Integer> signed = new CopyOnWriteArrayList<>();
        log(events.restocked(100_000));
        LongSupplier lag = () -> {
            signed.add(rows().size());
            logOrders(1);
            return lagRecords;
        };
        CertifySettings settings = new CertifySettings(
                TestKeys.folder(keyDirectory.resolve("keys")),
                proofs,
                Publish.LIVE,
                10_000,
                50,
                Duration.ofMillis(1),
                new CosignerSettings(null, null, Duration.ofSeconds(5)));
        try (ConsumerMetrics metrics = new ConsumerMetrics();
                Certification certification =
                        Certification.start(settings, book.settings(), metrics.proofs(), metrics.cosigners(), lag)) {
            await().atMost(WAIT).until(() -> isEnough.test(List.copyOf(signed)));
        }
        return signed;
    }
}
