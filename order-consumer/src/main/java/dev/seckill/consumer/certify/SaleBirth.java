package dev.seckill.consumer.certify;

import dev.seckill.consumer.store.LoggedEvents;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.GivenUp;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.proof.text.Origin;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * With what a sale began, which its origin is named by.
 *
 * @param first the number of the first event that was not given up
 * @param found the event with that number, or the next one that the book has; null if it has none
 */
record SaleBirth(long first, SaleEvent found) {

    static SaleBirth of(LoggedEvents book, SaleId sale) {
        long no = GivenUp.of(book.recoveriesAfter(sale, 0)).firstBeside();
        List<SaleEvent> events = book.after(sale, no - 1, 1);
        return new SaleBirth(no, events.isEmpty() ? null : events.get(0));
    }

    /** Empty while the first event is missing. */
    Optional<Origin> origin(String base, SaleId sale) {
        return found == null || found.no() > first
                ? Optional.empty()
                : Optional.of(new Origin(base, sale.value(), found.at()));
    }

    /** What is missing, if the origin is. */
    NextLeaves.Gap gap(Instant now) {
        return new NextLeaves.Gap(first, found == null ? now : found.at());
    }
}
