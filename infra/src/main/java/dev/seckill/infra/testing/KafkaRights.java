package dev.seckill.infra.testing;

import dev.seckill.infra.Checkout;
import dev.seckill.infra.embedded.KafkaRight;
import dev.seckill.infra.embedded.SecureStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;

/** Takes rights that {@code infra/secure} lists from a user of a secured Kafka, and gives them back: for tests of what needs them. */
public final class KafkaRights implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Admin operator;

    /** Asks as the stack's operator. */
    public KafkaRights(SecureStack stack) {
        Map<String, Object> properties = new HashMap<>(stack.kafkaProperties());
        properties.put("bootstrap.servers", stack.kafkaBootstrapServers());
        operator = Admin.create(properties);
    }

    /** Those of one user, by its name in Kafka. */
    public static List<KafkaRight> listedFor(String user) {
        try {
            return KafkaRight.in(Checkout.find().root().resolve("infra/secure/kafka-acls.txt")).stream()
                    .filter(right -> right.who().equals("User:" + user))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns once the broker goes by it. */
    public void revoke(KafkaRight right) throws ExecutionException, InterruptedException {
        operator.deleteAcls(List.of(right.binding().toFilter())).all().get();
        await(() -> !isThere(right.binding()));
    }

    /** The same. */
    public void grant(KafkaRight right) throws ExecutionException, InterruptedException {
        operator.createAcls(List.of(right.binding())).all().get();
        await(() -> isThere(right.binding()));
    }

    /** Asked of the broker, as are the rights of its clients. */
    private boolean isThere(AclBinding binding) throws ExecutionException, InterruptedException {
        return !operator.describeAcls(binding.toFilter()).values().get().isEmpty();
    }

    /** Deletes all topics whose names begin like this. */
    public void forgetTopics(String begin) throws ExecutionException, InterruptedException {
        Set<String> topics = topics(begin);
        operator.deleteTopics(topics).all().get();
        await(() -> topics(begin).isEmpty());
    }

    private Set<String> topics(String begin) throws ExecutionException, InterruptedException {
        return operator.listTopics().names().get().stream()
                .filter(name -> name.startsWith(begin))
                .collect(Collectors.toSet());
    }

    private static void await(Callable<Boolean> condition) throws ExecutionException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!condition.call()) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException("kafka does not go by what it was told");
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } catch (ExecutionException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        operator.close(Duration.ZERO);
    }
}
