package dev.seckill.api.redis;

import dev.seckill.model.ForeignText;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.SparseLine;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Finds the sales that have events in their outbox or hold orders, of all registered ones, a thousand in two trips. Used by one
 * thread.
 */
final class BusyOutboxes {

    private static final Logger log = LoggerFactory.getLogger(BusyOutboxes.class);

    private static final byte[] PAGE = SaleKeys.bytes("1000");
    /** To what is asked of one sale. */
    private static final int REPLIES = 3;
    /** Past it, what is no sale's is not told one by one. */
    private static final int STRANGE_MAX = 100;

    private static final int KNOWN_MAX = 10_000;

    private static final byte[] START = SaleKeys.bytes("0");

    private final TolerantLink link;
    private final SaleId always;
    private final SparseLine line = new SparseLine();
    /** What the present walk found that is no sale's. */
    private final Set<String> strange = new LinkedHashSet<>();
    /** The same of the walk before, which was told. */
    private Set<String> told = Set.of();

    private byte[] cursor = START;
    private Set<SaleId> holding = Set.of();
    /** What the last walks found in the registry, for while that is away; up to a bound. */
    private final Set<SaleId> known = new LinkedHashSet<>();

    /** @param always a sale that is looked at whether it is registered or not */
    BusyOutboxes(TolerantLink link, SaleId always) {
        this.link = link;
        this.always = always;
    }

    /**
     * How many events are in the outboxes that have any: in all of them if those are at most so many outboxes, otherwise in
     * about so many, and the next call goes on from there.
     */
    Map<SaleId, Long> count(int most) {
        Map<SaleId, Long> events = new LinkedHashMap<>();
        holding = new LinkedHashSet<>();
        do {
            Set<SaleId> sales = new LinkedHashSet<>(Set.of(always));
            addPage(sales);
            count(List.copyOf(sales), events);
        } while (!Arrays.equals(cursor, START) && events.size() < most);
        tellOnce();
        return events;
    }

    /** Those that {@link #count} came past and that hold orders. */
    Set<SaleId> holding() {
        return Set.copyOf(holding);
    }

    private void addPage(Set<SaleId> sales) {
        Object reply = link.ask(Command.SSCAN, SaleRegistry.SALES, cursor, SaleKeys.bytes("COUNT"), PAGE);
        if (TolerantLink.isAway(reply)) {
            sales.addAll(known);
            cursor = START;
            return;
        }
        if (reply instanceof JedisException) {
            note("the registry of sales is no set");
            cursor = START;
            return;
        }
        cursor = (byte[]) RedisReply.list(reply).get(0);
        for (Object id : RedisReply.list(RedisReply.list(reply).get(1))) {
            try {
                SaleId sale = new SaleId(RedisReply.text(id));
                sales.add(sale);
                remember(sale);
            } catch (IllegalArgumentException e) {
                note("no sale's id: " + ForeignText.shown(RedisReply.text(id)));
            }
        }
    }

    private void remember(SaleId sale) {
        if (known.size() < KNOWN_MAX) {
            known.add(sale);
        }
    }

    private void count(List<SaleId> sales, Map<SaleId, Long> events) {
        List<Object> replies = link.trip(() -> {
            for (SaleId sale : sales) {
                byte[] outbox = SaleKeys.outboxOf(sale);
                link.send(Command.HLEN, outbox);
                link.send(Command.HEXISTS, outbox, SaleMemory.KEPT_FIELD);
                link.send(Command.ZCARD, SaleKeys.heldOf(sale));
            }
            return REPLIES * sales.size();
        });
        for (int i = 0; i < sales.size(); i++) {
            int at = REPLIES * i;
            if (TolerantLink.isAway(replies.get(at)) || TolerantLink.isAway(replies.get(at + 1))) {
                continue;
            }
            if (!(replies.get(at) instanceof Long fields) || !(replies.get(at + 1) instanceof Long kept)) {
                note("the outbox is no hash: " + sales.get(i));
            } else if (fields > kept) {
                events.put(sales.get(i), fields - kept);
            }
            if (replies.get(at + 2) instanceof Long held && held > 0) {
                holding.add(sales.get(i));
            }
        }
    }

    private void note(String what) {
        if (strange.size() < STRANGE_MAX) {
            strange.add(what);
        }
    }

    private void tellOnce() {
        if (!told.containsAll(strange)) {
            line.say(times -> log.error(
                    "outbox - somebody else wrote what is registered as a sale (times={}, such={}, first={})",
                    times,
                    strange.size(),
                    strange.iterator().next()));
        }
        told = Set.copyOf(strange);
        strange.clear();
    }
}
