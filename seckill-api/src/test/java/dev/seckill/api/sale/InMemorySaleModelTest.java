package dev.seckill.api.sale;

import dev.seckill.api.redis.RedisReply;
import dev.seckill.api.redis.RedisSale;
import dev.seckill.api.redis.SaleKeys;
import dev.seckill.api.redis.SaleLoss;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.OrderState;
import dev.seckill.model.event.SaleEvent;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

final class InMemorySaleModelTest extends SaleModelContract {

    @Override
    public int histories() {
        return 2000;
    }

    @Override
    public SaleWorld world(SaleId sale) {
        return new InMemoryWorld(sale);
    }

    private static final class InMemoryWorld implements SaleWorld {
        private final InMemorySale sale;

        private InMemoryWorld(SaleId id) {
            this.sale = new InMemorySale(id);
            sale.clock = Clock.fixed(Instant.now(), ZoneOffset.UTC);
        }

        @Override
        public StockCounter counter(Clock clock) {
            return new InMemoryStockCounter(sale, clock);
        }

        @Override
        public void loseNextRequest() {
            // As below.
        }

        @Override
        public void loseNextReply() {
            // A call in memory has no reply that could get lost; the step is then an ordinary decision.
        }

        @Override
        public void loseNextReply(Runnable meanwhile) {
            meanwhile.run();
        }

        @Override
        public void failInNextExec(int command) {
            sale.failing = command;
        }

        @Override
        public void loseNothing() {
            sale.failing = -1;
        }

        @Override
        public void restock(long units) {
            long left = sale.counter == null ? 0 : Long.parseLong(sale.counter);
            sale.put(Long.toString(left + units), Map.of());
        }

        @Override
        public void lose() {
            sale.counter = null;
            sale.fields.clear();
            sale.orders.clear();
            sale.buyers.clear();
            sale.states.clear();
            sale.held.clear();
            sale.outbox.clear();
            sale.outboxIsThere = false;
        }

        @Override
        public List<OutboxEntry> rebuild(RebuiltSale logged, Collection<OutboxEntry> log, RedisSale.Kept kept) {
            sale.buyers.clear();
            if (kept != RedisSale.Kept.ALL) {
                sale.orders.clear();
            }
            Map<OrderId, OrderTrail> trails = new HashMap<>();
            OrderWays ways = new OrderWays();
            log.stream()
                    .filter(entry -> entry.event() instanceof SaleEvent.OfOrder)
                    .sorted(Comparator.comparing(entry -> entry.event().no()))
                    .forEach(entry -> {
                        SaleEvent.OfOrder event = (SaleEvent.OfOrder) entry.event();
                        ways.add(event, Set.of());
                        trails.computeIfAbsent(event.orderId(), id -> new OrderTrail())
                                .add(event, entry.offer().epoch());
                    });
            rebuild(trails);
            RebuiltSale rebuilt = takeBackOversold(logged.withReleased(ways.units(OrderState.RELEASED)), ways);
            List<OutboxEntry> events = rebuilt.journal().events(sale.id, rebuilt, now().toEpochMilli());
            ways.unitsOfBuyers()
                    .forEach((buyer, units) -> sale.buyers.put(buyer, SaleKeys.bytes(Long.toString(units))));
            log.stream()
                    .filter(entry -> entry.key() != null)
                    .forEach(entry -> sale.orders.put(
                            entry.order() == null
                                    ? StoredFields.ofChange(entry.key())
                                    : StoredFields.ofPurchase(entry.key()),
                            entry.bytes()));
            if (rebuilt.rules() != null) {
                sale.fields.putAll(StoredDefinition.fieldsOf(rebuilt.rules().definition()));
            }
            sale.fields.remove("halfDone");
            sale.marks.clear();
            sale.outboxIsThere = true;
            sale.put(
                    Long.toString(rebuilt.left()),
                    Map.of(
                            "no",
                                    Long.toString(events.get(events.size() - 1)
                                            .event()
                                            .no()),
                            "left", Long.toString(rebuilt.left()),
                            "seq", Long.toString(rebuilt.seq()),
                            "voided", Long.toString(rebuilt.voided()),
                            "allotment", Long.toString(rebuilt.allotment()),
                            "held", Long.toString(ways.units(OrderState.HELD)),
                            "heldOrders", Long.toString(ways.count(OrderState.HELD)),
                            "state", rebuilt.phase().name()));
            sale.mark();
            return events;
        }

        private void rebuild(Map<OrderId, OrderTrail> trails) {
            sale.states.clear();
            sale.held.clear();
            trails.forEach((id, trail) -> {
                OrderRecord order = trail.outcome().orElse(null);
                if (order == null || order.isNew() && order.heldUntil() == null && !order.cancellable()) {
                    return;
                }
                sale.states.put(id.toString(), order.toString().getBytes(StandardCharsets.UTF_8));
                if (order.heldUntil() != null) {
                    sale.held.put(
                            HeldOrder.of(id, order).toString(),
                            order.heldUntil().toEpochMilli());
                }
            });
        }

        private RebuiltSale takeBackOversold(RebuiltSale rebuilt, OrderWays ways) {
            List<HeldOrder> takenBack = new ArrayList<>();
            long missing = rebuilt.oversold();
            for (HeldOrder order : held().stream()
                    .sorted(Comparator.comparing(HeldOrder::heldUntil))
                    .toList()) {
                if (missing > 0) {
                    missing -= order.quantity();
                    takenBack.add(order);
                    sale.held.remove(order.toString());
                }
            }
            RebuiltSale without = rebuilt.takingBack(takenBack);
            long epoch = now().toEpochMilli();
            List<SaleEvent.Released> releases = without.journal().releases(sale.id, epoch);
            for (int i = 0; i < takenBack.size(); i++) {
                ways.add(releases.get(i), Set.of());
                sale.states.put(
                        takenBack.get(i).id().toString(),
                        OrderRecord.released(takenBack.get(i), releases.get(i), epoch)
                                .toString()
                                .getBytes(StandardCharsets.UTF_8));
            }
            return without;
        }

        @Override
        public boolean lose(SaleLoss companion) {
            boolean wasThere = sale.isThere(companion);
            switch (companion) {
                case KEYS -> sale.orders.clear();
                case BUYERS -> sale.buyers.clear();
                case STATES -> sale.states.clear();
                case HELD -> {
                    wasThere = !sale.held.isEmpty();
                    sale.held.clear();
                }
                case OUTBOX -> {
                    sale.outbox.clear();
                    sale.outboxIsThere = false;
                }
            }
            return wasThere;
        }

        @Override
        public Instant now() {
            return sale.clock.instant();
        }

        @Override
        public void passTime(Duration time) {
            sale.clock = Clock.offset(sale.clock, time);
        }

        @Override
        public SaleState state() {
            return SaleState.parse(sale.counter, sale.fields, sale.outbox.size());
        }

        @Override
        public List<OutboxEntry> outbox() {
            return List.copyOf(sale.outbox.values());
        }

        @Override
        public Map<String, String> buyers() {
            return sale.buyers.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, entry -> RedisReply.text(entry.getValue())));
        }

        @Override
        public Map<OrderId, OrderRecord> orders() {
            Map<OrderId, OrderRecord> orders = new HashMap<>();
            sale.states.forEach(
                    (id, order) -> orders.put(OrderId.parse(id), OrderRecord.parse(RedisReply.text(order))));
            return orders;
        }

        @Override
        public List<HeldOrder> held() {
            return sale.held.entrySet().stream()
                    .map(order -> HeldOrder.parse(order.getKey(), order.getValue()))
                    .toList();
        }
    }
}
