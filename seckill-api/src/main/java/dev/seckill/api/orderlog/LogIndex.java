package dev.seckill.api.orderlog;

import dev.seckill.api.decide.LoggedMarks;
import dev.seckill.api.sale.LoggedNumbers;
import dev.seckill.api.sale.LoggedSeq;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.SparseLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads how far every sale got off the topic, on a thread of its own: all of the topic the first time, what was added later
 * on. Whoever asks while it reads gets what the next reading finds, which begins after the question.
 */
public final class LogIndex implements LoggedMarks, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LogIndex.class);

    private final OrderLogReader reader;
    private final Duration topicWait;
    private final Predicate<Duration> awaitTopic;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(task -> daemon(new Thread(task, "order-log-index")));
    private final ConcurrentMap<SaleId, LoggedSeq.Mark> marks = new ConcurrentHashMap<>();
    private final ConcurrentMap<SaleId, LoggedNumbers> numbers = new ConcurrentHashMap<>();
    private final OddMessages odd = new OddMessages();
    private final SparseLine read = new SparseLine();
    private boolean topicAwaited;
    private long events;
    /** Those who asked since the last reading began. */
    private List<CompletableFuture<Void>> asked = new ArrayList<>();

    /** Connects at each reading, not before. */
    public LogIndex(KafkaSettings settings) {
        this(settings, patience -> false);
    }

    /**
     * The same of a topic that somebody is making, perhaps.
     *
     * @param awaitTopic waits for the topic, for a time that it gets, and returns whether it is there; asked once, if the
     *     topic is missing
     */
    public LogIndex(KafkaSettings settings, Predicate<Duration> awaitTopic) {
        this.reader = new OrderLogReader(settings);
        this.topicWait = settings.requestTimeout();
        this.awaitTopic = awaitTopic;
    }

    private static Thread daemon(Thread thread) {
        thread.setDaemon(true);
        return thread;
    }

    /** Fails with {@link OrderLogUnavailableException} if the log's end is not reached within the read wait. */
    @Override
    public CompletableFuture<Void> readOn() {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        synchronized (this) {
            asked.add(answer);
            if (asked.size() > 1) {
                return answer;
            }
        }
        try {
            thread.execute(this::answer);
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(new OrderLogUnavailableException("order log - not read any more", e));
        }
        return answer;
    }

    private void answer() {
        List<CompletableFuture<Void>> answered;
        synchronized (this) {
            answered = asked;
            asked = new ArrayList<>();
        }
        try {
            readToTheEnd();
        } catch (RuntimeException | Error e) {
            answered.forEach(answer -> answer.completeExceptionally(e)); // or all sales would wait for it for ever
            if (e instanceof Error error) {
                throw error;
            }
            return;
        }
        odd.tellRest();
        read.say(times -> log.info(
                "order log - read (times={}, sales={}, events={}, asked={})",
                times,
                marks.size(),
                events,
                answered.size()));
        answered.forEach(answer -> answer.complete(null));
    }

    private void readToTheEnd() {
        try {
            reader.readOn(message -> odd.read(message, this::look));
        } catch (OrderLogUnavailableException.NoTopic e) {
            if (topicAwaited) {
                throw e;
            }
            topicAwaited = true;
            if (!awaitTopic.test(topicWait)) {
                throw e;
            }
            reader.readOn(message -> odd.read(message, this::look));
        }
    }

    private void look(LoggedEvent logged) {
        events++;
        LoggedSeq.Mark mark = LoggedSeq.Mark.of(logged.event(), logged.offer().epoch());
        marks.merge(logged.event().sale(), mark, LoggedSeq.Mark::max);
        LoggedNumbers said = LoggedNumbers.of(logged.event());
        if (said != LoggedNumbers.NONE) {
            numbers.merge(logged.event().sale(), said, LoggedNumbers::and);
        }
    }

    @Override
    public long lagRecords() {
        return reader.lagRecords();
    }

    @Override
    public LoggedSeq.Mark of(SaleId sale) {
        return marks.getOrDefault(sale, LoggedSeq.NONE);
    }

    @Override
    public LoggedNumbers numbersOf(SaleId sale) {
        return numbers.getOrDefault(sale, LoggedNumbers.NONE);
    }

    /** Answers nobody any more; a reading that goes on is left to itself. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
