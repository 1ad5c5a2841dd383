package dev.seckill.consumer.store;

import java.util.List;

final class InMemoryOrderStoreTest extends OrderStoreContract {

    private final InMemoryOrderStore store = new InMemoryOrderStore();

    @Override
    OrderStore store() {
        return store;
    }

    @Override
    String freshSale() {
        return "sale";
    }

    @Override
    List<String> storedIds(String sale) {
        return store.ids();
    }
}
