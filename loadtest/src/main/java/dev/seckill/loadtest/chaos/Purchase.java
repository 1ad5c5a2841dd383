package dev.seckill.loadtest.chaos;

/**
 * What a buyer wants to have once.
 *
 * @param buyer the name of who buys
 * @param number 1, 2, 3 … of the buyer's purchases
 * @param isKeyed whether it may be sent again
 */
record Purchase(String buyer, int number, boolean isKeyed) {

    /** Names it in the notebook. */
    String name() {
        return buyer + "-" + number + (isKeyed ? "" : "-without-key");
    }

    /** Its Idempotency-Key; null if it has none. */
    String key() {
        return isKeyed ? name() : null;
    }
}
