package dev.seckill.loadtest.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.seckill.api.admission.TokenMint;
import dev.seckill.api.config.Secret;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.app.AppProcess;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.infra.testing.TakesLong;
import dev.seckill.loadtest.Programs;
import dev.seckill.loadtest.bench.Scrape;
import dev.seckill.loadtest.sale.SaleCounter;
import dev.seckill.loadtest.shop.AdminToken;
import dev.seckill.loadtest.witness.JournalEvent;
import dev.seckill.loadtest.witness.JournalReplay;
import dev.seckill.loadtest.witness.OrdersReplay;
import dev.seckill.model.BuyerId;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.Kind;
import dev.seckill.model.event.SaleEvent;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random requests at every route of two instances on real servers, one of which asks for buyers' tokens: whatever is
 * asked, each request gets a reply that is no failure, and everything adds up in the end. {@code -Dbad-input.seed=…} asks
 * the same again, {@code -Dbad-input.requests=…} more or less; {@code -Dbad-input.seconds=…} is for how long, and
 * three times as long where what comes seldom has not come by then.
 */
@TakesLong
@ExtendWith(SharedServers.class)
@Timeout(900)
class BadInputIT {

    private static final long SEED = Long.getLong("bad-input.seed", System.nanoTime() & 0xFFFFFF);
    private static final int REQUESTS = Integer.getInteger("bad-input.requests", 100_000);
    private static final long LONGEST_NANOS =
            Duration.ofSeconds(Integer.getInteger("bad-input.seconds", 180)).toNanos();
    /** What comes seldom is waited for so much longer, on a machine that is slow. */
    private static final int PATIENT = 3;

    private static final List<Integer> STATUSES = List.of(200, 201, 400, 401, 404, 405, 409, 415, 422, 429);
    private static final int CONNECTIONS = 48;
    private static final int SENT_AT_ONCE = 25;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Of its own, as the shared servers have sales of other tests too. */
    private static final String DATABASE = "/9";

    private static final String SECRET = "a secret of more than 32 bytes in all";

    private final String topic = "bad-input-" + UUID.randomUUID();
    private final AdminToken admin = AdminToken.random("planner");
    private final AdminToken shop = AdminToken.random("payments");
    private final KnownOrders orders = new KnownOrders();
    private final AtomicInteger drawn = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    private final Map<Integer, Integer> statuses = new ConcurrentSkipListMap<>();
    private final List<AppProcess> instances = new ArrayList<>();
    private volatile long begin;
    private volatile boolean isExtended;
    private final ServerStack servers;
    private final URI redis;

    @TempDir
    Path logs;

    BadInputIT(ServerStack servers) {
        this.servers = servers;
        this.redis = URI.create(servers.redisUrl() + DATABASE);
    }

    @AfterEach
    void stop() {
        instances.forEach(AppProcess::kill);
    }

    @Test
    void noRequestIsMoreThanARefusalAndEverythingAddsUp() throws Exception {
        System.out.println("BadInputIT - " + REQUESTS + " requests, -Dbad-input.seed=" + SEED);
        AppProcess open = start("open", Map.of());
        ECKey key = new ECKeyGenerator(Curve.P_256).generate();
        Path published = Files.writeString(logs.resolve("keys.json"), new JWKSet(key).toString(true));
        AppProcess guarded =
                start("guarded", Map.of("BUYER_SECRET", SECRET), "--rate-per-buyer=20/1m", "--buyer-jwks=" + published);

        begin = System.nanoTime();
        ask(open, guarded, key);
        System.out.println("BadInputIT - " + drawn + " asked within "
                + Duration.ofNanos(System.nanoTime() - begin).toMillis() + " ms, replies by status: " + statuses);

        assertThat(complaints).as("seed %d", SEED).isEmpty();
        assertThat(answered).as("requests with a reply").hasValue(drawn.get());
        for (AppProcess each : instances) {
            assertThat(each.isRunning()).isTrue();
            await().atMost(PATIENCE).untilAsserted(() -> assertAddsUp(each));
            assertLogIsClean(each);
        }
        // A hold may run out between a look at the log and one at Redis.
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(assertJournals()).as("sales with orders").isGreaterThan(3));
        assertThat(kinds).as("kinds of events").contains(Kind.CONFIRMED, Kind.RELEASED, Kind.LATE, Kind.EXTENDED);
        assertThat(statuses.keySet()).as("statuses").containsAll(STATUSES);
    }

    private AppProcess start(String name, Map<String, String> environment, String... arguments) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("ADMIN_TOKENS", admin.setting());
        all.put("SHOP_TOKENS", shop.setting());
        all.put("ORDER_BOOK_URL", "http://127.0.0.1:1"); // where nobody listens
        all.put("ORDER_BOOK_TOKEN", shop.secret());
        AppProcess instance = new AppProcess(new Programs(servers, SaleId.DEFAULT, logs)
                .api(name, 0)
                .withEnvironment(all)
                .withArguments(
                        "--redis=" + redis, "--topic=" + topic, "--warm-up=0", "--stock=100", "--key-lifetime=1h")
                .withArguments("--publish-wait=15s", "--answer-wait=1m", "--proxies=1")
                .withArguments(arguments));
        instances.add(instance);
        instance.start();
        return instance;
    }

    private void ask(AppProcess open, AppProcess guarded, ECKey key) throws Exception {
        TokenMint mint = TokenMint.ofSecret(new Secret(SECRET), Clock.systemUTC());
        TokenMint other = TokenMint.ofPrivateKey(key.toJSONString(), Clock.systemUTC());
        List<String> tokens = IntStream.range(0, 200)
                .mapToObj(buyer -> (buyer % 2 == 0 ? mint : other)
                        .token(new BuyerId("buyer-" + buyer), Duration.ofHours(1), null, null))
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < CONNECTIONS; thread++) {
                boolean isOpen = thread % 2 == 0;
                ShopRequests requests = new ShopRequests(
                        SEED * CONNECTIONS + thread,
                        "t" + thread,
                        admin.secret(),
                        shop.secret(),
                        isOpen ? List.of() : tokens,
                        orders);
                int share = (REQUESTS + thread) / CONNECTIONS; // in sum all of them
                Victim victim = new Victim(isOpen ? "open" : "guarded", (isOpen ? open : guarded).port(), true);
                running.add(threads.submit(() -> {
                    send(victim, requests, share);
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Many at once over one connection; what a server leaves that ends it is sent again over a new one. */
    private void send(Victim victim, ShopRequests requests, int count) throws IOException {
        Deque<RawRequest> waiting = new ArrayDeque<>();
        int left = count;
        while (left > 0 || !waiting.isEmpty()) {
            try (RawConnection connection = new RawConnection(victim.port(), PATIENCE)) {
                boolean isNew = true;
                boolean goesOn = true;
                while (goesOn && (left > 0 || !waiting.isEmpty())) {
                    left = isOver() ? 0 : left;
                    for (; waiting.size() < SENT_AT_ONCE && left > 0; left--) {
                        waiting.add(requests.next());
                        drawn.incrementAndGet();
                    }
                    connection.send(waiting.stream()
                            .map(RawRequest::bytes)
                            .collect(Collectors.joining())
                            .getBytes(ISO_8859_1));
                    goesOn = readReplies(victim, connection, isNew, waiting);
                    isNew = false;
                }
            }
        }
    }

    private boolean isOver() {
        long nanos = System.nanoTime() - begin;
        boolean isEnough = isExtended && statuses.keySet().containsAll(STATUSES);
        return nanos > (isEnough ? LONGEST_NANOS : PATIENT * LONGEST_NANOS);
    }

    /** Takes away what got a reply; returns whether the connection can go on. */
    private boolean readReplies(Victim victim, RawConnection connection, boolean isNew, Deque<RawRequest> waiting) {
        boolean isFirst = isNew;
        while (!waiting.isEmpty()) {
            RawRequest request = waiting.element();
            try {
                RawReply reply = connection.reply(request.isHead());
                waiting.remove();
                answered.incrementAndGet();
                statuses.merge(reply.status(), 1, Integer::sum);
                isExtended |= reply.status() == 200 && request.bytes().contains("/extend");
                reply.header("Location").ifPresent(orders::add);
                complaints.addAll(Rules.broken(victim, request, reply));
                if (reply.isLast()) {
                    return false;
                }
                isFirst = false;
            } catch (IOException noReply) {
                // A reply that does not wait for its request's body ends the connection where that is still to come.
                // What
                // has come behind it makes that a reset, which may take replies along.
                boolean isEnd = noReply instanceof EOFException || noReply instanceof SocketException;
                if (isFirst || !isEnd) {
                    complaints.add(victim.name() + " gave no reply (" + noReply + ") to: " + request.what());
                    waiting.remove();
                }
                return false;
            }
        }
        return true;
    }

    private static void assertAddsUp(AppProcess instance) {
        Scrape figures = Scrape.of(instance.adminUrl());
        assertThat(Identities.ofApi(figures)).isEmpty();
    }

    /** Neither what a body said nor what no terminal should see. */
    private static void assertLogIsClean(AppProcess instance) throws IOException {
        String log = Files.readString(instance.log(), UTF_8);
        assertThat(log)
                .doesNotContain(ShopRequests.PLANTED)
                .doesNotContain(SECRET)
                .doesNotContain("requests failed");
        assertThat(log.chars()
                        .filter(each -> each != '\n' && each != '\t' && each != '…')
                        .allMatch(each -> each >= ' ' && each < 127))
                .as(log)
                .isTrue();
    }

    /** Of every sale that the log knows; returns how many have orders. */
    private int assertJournals() {
        Map<SaleId, TreeMap<Long, SaleEvent>> journals = journals();
        int withOrders = 0;
        for (Map.Entry<SaleId, TreeMap<Long, SaleEvent>> journal : journals.entrySet()) {
            try (SaleCounter counter = new SaleCounter(redis, journal.getKey(), Clock.systemUTC())) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(counter.outboxSize()).isZero());
                JournalReplay replay = new JournalReplay();
                OrdersReplay fates = new OrdersReplay();
                journal.getValue().values().stream().map(BadInputIT::event).forEach(event -> {
                    replay.take(event);
                    fates.take(event);
                    kinds.add(Kind.valueOf(event.kind()));
                });
                long orders = 0;
                for (SaleEvent event : journal.getValue().values()) {
                    if (event instanceof SaleEvent.Accepted accepted) {
                        replay.stored(accepted.order().orderId().toString());
                        orders++;
                    }
                }
                assertThat(replay.end(counter.journalEnd()).findings())
                        .as("journal of %s", journal.getKey())
                        .isEmpty();
                assertThat(fates.findings())
                        .as("orders of %s", journal.getKey())
                        .isEmpty();
                assertThat(counter.counter().allotment())
                        .as("allotment = left + held + confirmed of %s", journal.getKey())
                        .isEqualTo(counter.counter().left()
                                + fates.units(OrdersReplay.State.HELD)
                                + fates.units(OrdersReplay.State.CONFIRMED));
                withOrders += orders > 0 ? 1 : 0;
            }
        }
        return withOrders;
    }

    private static JournalEvent event(SaleEvent event) {
        String orderId =
                event instanceof SaleEvent.OfOrder ofOrder ? ofOrder.orderId().toString() : null;
        return new JournalEvent(
                event.no(),
                event.kind().name(),
                orderId,
                event.units(),
                event.left(),
                event.at(),
                hold(event),
                List.of());
    }

    private static JournalEvent.Hold hold(SaleEvent event) {
        if (event instanceof SaleEvent.Accepted accepted) {
            return new JournalEvent.Hold(accepted.heldUntil(), accepted.cancellable(), null);
        }
        if (event instanceof SaleEvent.Extended extended) {
            return new JournalEvent.Hold(extended.heldUntil(), false, null);
        }
        return event instanceof SaleEvent.Released released
                ? new JournalEvent.Hold(null, false, released.reason().name())
                : JournalEvent.Hold.NONE;
    }

    private Map<SaleId, TreeMap<Long, SaleEvent>> journals() {
        Map<SaleId, TreeMap<Long, SaleEvent>> journals = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> log = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        servers.kafkaBootstrapServers(),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = log.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            log.assign(partitions);
            Map<TopicPartition, Long> ends = log.endOffsets(partitions);
            while (Stream.of(partitions.toArray(TopicPartition[]::new))
                    .anyMatch(partition -> log.position(partition) < ends.get(partition))) {
                log.poll(Duration.ofMillis(200)).forEach(message -> {
                    SaleEvent event = EventCodec.decode(message.value());
                    SaleEvent other = journals.computeIfAbsent(event.sale(), sale -> new TreeMap<>())
                            .put(event.no(), event);
                    assertThat(other == null || other.equals(event))
                            .as("one event for each number: %s, %s", other, event)
                            .isTrue();
                });
            }
        }
        return journals;
    }
}
