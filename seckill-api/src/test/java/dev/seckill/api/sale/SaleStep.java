package dev.seckill.api.sale;

/**
 * One step of a random history.
 *
 * @param action what happens
 * @param instance which of the instances it happens to
 * @param number how many purchases or units, or which key
 * @param seed makes the requests of a batch that has several kinds
 */
record SaleStep(Action action, int instance, int number, int seed) {

    enum Action {
        DECIDE,
        DECIDE_WITH_KEY,
        DECIDE_WITH_BUYER,
        DECIDE_ALL_KINDS,
        CHANGE_ORDERS,
        PASS_TIME,
        RESTOCK_WITH_KEY,
        PAUSE,
        RESUME,
        DEFINE,
        CLOSE,
        CRASH_BEFORE_EXEC,
        CRASH_AFTER_EXEC,
        LOSE_EXEC,
        LOSE_EXEC_REPLY,
        LOSE_EXEC_REPLY_AND_RESTOCK,
        LOSE_EXEC_REPLY_AND_RACE,
        FAIL_IN_EXEC,
        FAIL_IN_EXEC_AND_LOSE_REPLY,
        FAIL_IN_EXEC_AND_LOSE_REPLY_AND_RACE,
        RACE,
        PUBLISH,
        RELAY,
        RESTOCK,
        TAKE_BACK,
        LOSE_STORE_AND_RECOVER,
        LOSE_COMPANION_AND_RECOVER
    }

    @Override
    public String toString() {
        return action + "(" + instance + ", " + number + ", " + seed + ")";
    }
}
