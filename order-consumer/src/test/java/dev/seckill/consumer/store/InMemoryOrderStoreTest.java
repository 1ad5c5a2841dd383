package dev.seckill.consumer.store;

import dev.seckill.model.event.SaleEvent;
import java.util.List;

final class InMemoryOrderStoreTest extends OrderStoreContract {

    private final InMemoryOrderStore store = new InMemoryOrderStore();
    private int sales;

    @Override
    OrderStore store() {
        return store;
    }

    @Override
    String freshSale() {
        return "sale-" + ++sales;
    }

    @Override
    List<String> storedIds(String sale) {
        return store.ids();
    }

    @Override
    List<String> journal(String sale) {
        return store.journal(sale).stream()
                .map(event -> event.no() + " " + event.kind() + " " + event.units() + " " + event.left())
                .toList();
    }

    @Override
    List<String> orderRow(SaleEvent.OfOrder event) {
        OrderLife life = store.life(event.orderId().toString());
        return life == null
                ? List.of()
                : List.of(life.state() + " " + life.lastNo() + " " + life.heldUntil() + " " + life.settledAt());
    }

    @Override
    String saleRow(String sale) {
        List<SaleEvent> journal = store.journal(sale);
        String last = journal.stream()
                .filter(SaleEvent.SaleChanged.class::isInstance)
                .map(SaleEvent.SaleChanged.class::cast)
                .map(changed -> changed.no() + " " + changed.state() + " "
                        + changed.definition().name())
                .reduce("0 undefined", (earlier, later) -> later);
        return journal.get(journal.size() - 1).no() + " " + last;
    }
}
