package dev.seckill.loadtest.chaos;

import dev.seckill.model.SaleId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The shop closes a sale and lets it end before its last two orders, which are not signed yet. The close has the number of the
 * one; nothing at all has that of the other, and only the final certificate says that nothing will.
 */
final class EarlyEnd implements Deceit {

    static final String WORD = "book-ends-early";
    static final String STORY = "the sale is closed before its last two orders";

    private final ChaosSystem system;
    private final DishonestSale sale;

    EarlyEnd(ChaosSystem system) {
        this.system = system;
        this.sale = new DishonestSale(system, new SaleId("chaos-" + word()));
    }

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public String story() {
        return STORY;
    }

    @Override
    public void play(LieFindings findings) throws IOException, InterruptedException {
        sale.open();
        SortedMap<Long, Path> receipts;
        List<Long> lost;
        try (ForgedBook book = new ForgedBook(system.stores(sale.id()))) {
            book.holdTree();
            receipts = sale.sell(findings.verifier(), findings.place("receipts"));
            sale.close();
            long end = receipts.lastKey() + 1;
            Waits.await("all orders and the close are stored", Waits.QUIET, sale.id(), () -> book.end() == end);
            lost = List.copyOf(receipts.keySet()).subList(receipts.size() - 2, receipts.size());
            book.endAt(lost.get(0));
            book.commit();
        }
        sale.awaitFinal();
        findings.show(
                "closed before the last orders",
                receipts,
                sale.filesIn(system.proofs()),
                Map.of(lost.get(0), BrokenWord.OTHER_LEAF, lost.get(1), BrokenWord.PAST_THE_END));
    }
}
