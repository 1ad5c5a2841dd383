package dev.seckill.api.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.api.outbox.Outbox;
import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.api.sale.SaleState;
import dev.seckill.model.ForeignText;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/** The outboxes of all sales in Redis, over one connection. */
public final class RedisOutbox implements Outbox {

    private static final Logger log = LoggerFactory.getLogger(RedisOutbox.class);

    /** Events asked about, or looked through, in one trip. */
    private static final int CHUNK = 1000;

    private static final byte[] SCAN_START = SaleKeys.bytes("0");
    /** Past it, large outboxes are looked through from their beginning again. */
    private static final int CURSORS_MAX = 10_000;

    private final TolerantLink link;
    private final BusyOutboxes busy;
    private final String instance;
    private final Duration confirmedWithin;
    /** Where to go on in outboxes that are too large for one look. */
    private final Map<SaleId, byte[]> cursors = new HashMap<>();

    private Map<SaleId, Long> counts = Map.of();

    private final SparseLine strangeField = new SparseLine();
    private final SparseLine strangeEntry = new SparseLine();

    /** The same with servers that nobody else uses, and that nobody takes the place of. */
    public RedisOutbox(SaleId always, RedisSettings redis, String instance) {
        this(always, new RedisNodes(redis), instance, Duration.ZERO);
    }

    /**
     * Connects when first used.
     *
     * @param always a sale whose outbox is looked at whether it is registered or not
     * @param instance names this API instance among all
     * @param failoverWait for how long others leave a new master alone: until then, one that was replaced is to be trusted by nobody
     */
    public RedisOutbox(SaleId always, RedisNodes nodes, String instance, Duration failoverWait) {
        this.link = new TolerantLink(nodes);
        this.busy = new BusyOutboxes(link, always);
        this.instance = Objects.requireNonNull(instance, "instance");
        this.confirmedWithin = StoreNode.confirmedWithin(failoverWait);
    }

    @Override
    public void beat(Instant now, Map<SaleId, Integer> unlogged) {
        Object reply = link.ask(
                Command.HSET,
                SignOfLife.INSTANCES,
                SaleKeys.bytes(instance),
                SignOfLife.of(now, unlogged).text().getBytes(UTF_8));
        if (reply instanceof JedisException failure && !TolerantLink.isAway(reply)) {
            throw failure;
        }
    }

    @Override
    public Map<SaleId, List<EventId>> events(int most) {
        counts = busy.count(most);
        long share = share(counts, most);
        Map<SaleId, List<EventId>> events = new LinkedHashMap<>();
        List<SaleId> whole = new ArrayList<>();
        long fields = 0;
        for (Map.Entry<SaleId, Long> sale : counts.entrySet()) {
            if (sale.getValue() > share) {
                events.put(sale.getKey(), scan(sale.getKey(), (int) share));
                continue;
            }
            whole.add(sale.getKey());
            fields += sale.getValue();
            if (fields >= CHUNK) {
                readWhole(whole, events);
                whole.clear();
                fields = 0;
            }
        }
        readWhole(whole, events);
        return events;
    }

    @Override
    public Map<SaleId, Long> counts() {
        return counts;
    }

    @Override
    public Set<SaleId> holding() {
        return busy.holding();
    }

    /** How many events of one sale are seen, if all get as many as there is room for. */
    private static long share(Map<SaleId, Long> counts, int most) {
        List<Long> rising = counts.values().stream().sorted().toList();
        long room = most;
        for (int i = 0; i < rising.size(); i++) {
            long share = Math.max(1, room / (rising.size() - i));
            if (rising.get(i) > share) {
                return share;
            }
            room -= rising.get(i);
        }
        return most;
    }

    private void readWhole(List<SaleId> sales, Map<SaleId, List<EventId>> events) {
        if (sales.isEmpty()) {
            return;
        }
        sales.forEach(cursors::remove);
        List<Object> replies = link.trip(() -> {
            sales.forEach(sale -> link.send(Command.HKEYS, SaleKeys.outboxOf(sale)));
            return sales.size();
        });
        for (int i = 0; i < sales.size(); i++) {
            SaleId sale = sales.get(i);
            if (isUsable(replies.get(i), sale)) {
                events.put(
                        sale,
                        RedisReply.list(replies.get(i)).stream()
                                .flatMap(field -> eventId(sale, field))
                                .toList());
            }
        }
    }

    /** Redis has no way to look through the fields alone, so their values come along. */
    private List<EventId> scan(SaleId sale, int most) {
        if (cursors.size() >= CURSORS_MAX) {
            cursors.clear();
        }
        byte[] cursor = cursors.getOrDefault(sale, SCAN_START);
        List<EventId> events = new ArrayList<>();
        for (int seen = 0; seen < most; ) {
            int count = Math.min(CHUNK, most - seen);
            Object reply = link.ask(
                    Command.HSCAN,
                    SaleKeys.outboxOf(sale),
                    cursor,
                    SaleKeys.bytes("COUNT"),
                    SaleKeys.bytes(Integer.toString(count)));
            if (!isUsable(reply, sale)) {
                return events;
            }
            cursor = (byte[]) RedisReply.list(reply).get(0);
            List<Object> fields = RedisReply.list(RedisReply.list(reply).get(1));
            for (int i = 0; i < fields.size(); i += 2) {
                eventId(sale, fields.get(i)).forEach(events::add);
            }
            seen += Math.max(count, fields.size() / 2);
            if (Arrays.equals(cursor, SCAN_START)) {
                break;
            }
        }
        cursors.put(sale, cursor);
        return events;
    }

    private Stream<EventId> eventId(SaleId sale, Object field) {
        String text = new String((byte[]) field, US_ASCII);
        if (text.equals(SaleMemory.KEPT)) {
            return Stream.empty();
        }
        try {
            return Stream.of(EventId.parse(sale, text));
        } catch (IllegalArgumentException e) {
            strangeField.say(times -> log.error(
                    "outbox - holds fields that are no event's; somebody else wrote them (times={}, last={}, sale={})",
                    times,
                    ForeignText.shown(text),
                    sale));
            return Stream.empty();
        }
    }

    @Override
    public List<OutboxEntry> entries(List<EventId> events) {
        List<OutboxEntry> entries = new ArrayList<>(events.size());
        for (int from = 0; from < events.size(); from += CHUNK) {
            Map<SaleId, List<EventId>> bySale = events.subList(from, Math.min(from + CHUNK, events.size())).stream()
                    .collect(Collectors.groupingBy(EventId::sale, LinkedHashMap::new, Collectors.toList()));
            Iterator<Object> values = link.trip(() -> {
                        bySale.forEach(
                                (sale, some) -> link.send(Command.HMGET, SaleKeys.with(SaleKeys.outboxOf(sale), some)));
                        return bySale.size();
                    })
                    .iterator();
            bySale.forEach((sale, some) -> read(sale, some, values.next(), entries));
        }
        return entries;
    }

    private void read(SaleId sale, List<EventId> events, Object values, List<OutboxEntry> entries) {
        for (int i = 0; isUsable(values, sale) && i < events.size(); i++) {
            byte[] value = (byte[]) RedisReply.list(values).get(i);
            if (value != null) {
                read(events.get(i), value, entries);
            }
        }
    }

    private void read(EventId event, byte[] value, List<OutboxEntry> entries) {
        try {
            OutboxEntry entry = OutboxEntry.parse(value);
            if (!entry.id().equals(event)) {
                throw new IllegalArgumentException("its event has another id");
            }
            entries.add(entry);
        } catch (RuntimeException e) {
            strangeEntry.say(times -> log.error(
                    "outbox - holds entries that cannot be read; somebody else wrote them (times={}, last={}, sale={},"
                            + " reason={})",
                    times,
                    event,
                    event.sale(),
                    Reason.of(e)));
        }
    }

    /** Asks whether they are there, which spares reading their values. */
    @Override
    public List<EventId> missing(List<EventId> events) {
        List<EventId> missing = new ArrayList<>();
        ask(events, Command.HEXISTS, (event, there) -> {
            if (!Long.valueOf(1).equals(there)) {
                missing.add(event);
            }
        });
        return missing;
    }

    @Override
    public List<EventId> settle(List<EventId> events) {
        List<EventId> left = new ArrayList<>();
        ask(events, Command.HDEL, (event, removed) -> {
            if (TolerantLink.isAway(removed)) {
                left.add(event);
            } else {
                isUsable(removed, event.sale());
            }
        });
        return left;
    }

    /** Asks about the field of each event, a thousand in one trip. */
    private void ask(List<EventId> events, Command command, BiConsumer<EventId, Object> replies) {
        for (int from = 0; from < events.size(); from += CHUNK) {
            List<EventId> some = events.subList(from, Math.min(from + CHUNK, events.size()));
            List<Object> each = link.trip(() -> {
                some.forEach(
                        event -> link.send(command, SaleKeys.outboxOf(event.sale()), SaleKeys.bytes(event.toString())));
                return some.size();
            });
            for (int i = 0; i < some.size(); i++) {
                replies.accept(some.get(i), each.get(i));
            }
        }
    }

    @Override
    public Map<SaleId, Long> epochs(Collection<SaleId> sales) {
        Map<SaleId, Long> epochs = new HashMap<>();
        Iterator<Object> replies = link.trip(() -> {
                    sales.forEach(sale -> link.send(Command.HGET, new SaleKeys(sale).sale, SaleKeys.bytes("epoch")));
                    return sales.size();
                })
                .iterator();
        for (SaleId sale : sales) {
            Object reply = replies.next();
            if (!TolerantLink.isAway(reply)) {
                epochs.put(sale, epoch(reply));
            }
        }
        return epochs;
    }

    private static long epoch(Object reply) {
        try {
            return reply instanceof byte[] text ? SaleState.count("epoch", RedisReply.text(text)) : 0;
        } catch (IllegalArgumentException e) {
            return 0; // its instances say what is wrong with it; what they were to deliver is not given up for that
        }
    }

    @Override
    public Set<SaleId> sound(Collection<SaleId> sales) {
        Iterator<Object> replies = link.trip(() -> {
                    for (SaleId sale : sales) {
                        SaleKeys keys = new SaleKeys(sale);
                        link.send(Command.GET, keys.server);
                        link.send(Command.HGET, keys.sale, SaleKeys.bytes("state"));
                    }
                    return 2 * sales.size();
                })
                .iterator();
        long endNanos = link.confirmationEndsNanos(confirmedWithin);
        Set<SaleId> sound = new HashSet<>();
        for (SaleId sale : sales) {
            Object server = replies.next();
            Object state = replies.next();
            if (isUsable(server, sale)
                    && isUsable(state, sale)
                    && RedisReply.text(server) != null
                    && RedisReply.text(server).equals(link.runId(SaleKeys.outboxOf(sale)))
                    && !SaleState.Phase.HALTED.name().equalsIgnoreCase(RedisReply.text(state))
                    && link.isConfirmedWithin(SaleKeys.outboxOf(sale), confirmedWithin, endNanos)) {
                sound.add(sale);
            }
        }
        return sound;
    }

    private boolean isUsable(Object reply, SaleId sale) {
        if (TolerantLink.isAway(reply)) {
            return false;
        }
        if (reply instanceof JedisException failure) {
            strangeField.say(times -> log.error(
                    "outbox - a sale's data are of another type; somebody else wrote them (times={}, last={}, reason={})",
                    times,
                    sale,
                    Reason.of(failure)));
            return false;
        }
        return true;
    }

    /** Also disconnects. */
    @Override
    public void close() {
        try {
            if (link.isOpen()) {
                link.ask(Command.HDEL, SignOfLife.INSTANCES, SaleKeys.bytes(instance));
            }
        } catch (JedisException e) {
            log.debug("outbox - could not say goodbye", e);
        }
        link.close();
    }
}
