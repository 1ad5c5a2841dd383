package dev.seckill.loadtest.witness;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What was found of a rehearsal, all of it over HTTP.
 *
 * @param answers what buyers were told, in any order
 * @param closing when the close of the sale was asked for, by the buyers' clock
 * @param end the sale after its close; null if nobody could see it
 * @param book the sale in the order book
 * @param incidents what went wrong on the way, such as a wait that ran out; each one fails the run
 */
public record RehearsalEvidence(
        List<ShopAnswer> answers, Instant closing, SaleAtEnd end, Book book, List<String> incidents) {

    /** Copies the lists. */
    public RehearsalEvidence {
        answers = List.copyOf(answers);
        Objects.requireNonNull(closing, "closing");
        Objects.requireNonNull(book, "book");
        incidents = List.copyOf(incidents);
    }

    /**
     * The figures that the API gives of the sale.
     *
     * @param state in its word
     * @param allotment units offered
     * @param left units that nobody has
     * @param confirmed units that are sold
     */
    public record SaleAtEnd(String state, long allotment, long left, long confirmed) {}

    /**
     * What the API passes on of the order book.
     *
     * @param rows orders of the sale
     * @param unseen why they cannot be seen; null if they can
     */
    public record Book(List<BookedOrder> rows, String unseen) {

        /** Copies the list. */
        public Book {
            rows = List.copyOf(rows);
        }

        /** Of an API that does not pass it on. */
        public static Book unseen(String why) {
            return new Book(List.of(), Objects.requireNonNull(why, "why"));
        }

        boolean isSeen() {
            return unseen == null;
        }
    }

    /** What buyers saw. */
    public List<Answer> seen() {
        return answers.stream().map(ShopAnswer::answer).toList();
    }
}
