package dev.seckill.api.sale;

import dev.seckill.api.redis.RedisReply;
import dev.seckill.api.redis.RedisSale;
import dev.seckill.api.redis.SaleKeys;
import dev.seckill.api.redis.SaleLoss;
import dev.seckill.model.SaleId;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
            sale.outbox.clear();
            sale.outboxIsThere = false;
        }

        @Override
        public List<OutboxEntry> rebuild(RebuiltSale rebuilt, Collection<OutboxEntry> log, RedisSale.Kept kept) {
            List<OutboxEntry> events = rebuilt.journal().events(sale.id, rebuilt, 1);
            sale.buyers.clear();
            if (kept != RedisSale.Kept.ALL) {
                sale.orders.clear();
            }
            log.stream()
                    .filter(entry -> entry.order() != null && entry.order().buyer() != null)
                    .collect(Collectors.groupingBy(
                            entry -> StoredFields.of(entry.order().buyer()),
                            Collectors.summingLong(entry -> entry.order().quantity())))
                    .forEach((buyer, units) -> sale.buyers.put(buyer, SaleKeys.bytes(units.toString())));
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
            sale.mark();
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
                            "state", rebuilt.phase().name()));
            return events;
        }

        @Override
        public boolean lose(SaleLoss companion) {
            boolean wasThere = sale.isThere(companion);
            switch (companion) {
                case KEYS -> sale.orders.clear();
                case BUYERS -> sale.buyers.clear();
                case OUTBOX -> {
                    sale.outbox.clear();
                    sale.outboxIsThere = false;
                }
            }
            return wasThere;
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
    }
}
