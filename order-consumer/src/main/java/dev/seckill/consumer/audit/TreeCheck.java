package dev.seckill.consumer.audit;

/**
 * What was signed of a sale, held against the book.
 *
 * @param origin names the sale in what is signed
 * @param trees how many trees of it were signed
 * @param size events of the largest
 * @param unsigned events of the book behind it
 * @param problem the first thing in which the book is not what was signed; null if there is none
 */
public record TreeCheck(String sale, String origin, long trees, long size, long unsigned, String problem) {

    boolean passes() {
        return problem == null;
    }
}
