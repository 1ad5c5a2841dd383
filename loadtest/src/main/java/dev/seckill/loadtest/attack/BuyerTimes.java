package dev.seckill.loadtest.attack;

/**
 * How long buyers waited in a span of time.
 *
 * @param regularP99Millis p99 of buyers who keep their connections; NaN if there was none
 * @param newcomerP99Millis p99 of those who connect anew, connecting included; NaN if there was none
 */
record BuyerTimes(double regularP99Millis, double newcomerP99Millis) {

    /** The larger of both; NaN if one is. */
    double larger() {
        return Math.max(regularP99Millis, newcomerP99Millis);
    }

    /** Both as multiples of those of another span. */
    BuyerTimes over(BuyerTimes other) {
        return new BuyerTimes(regularP99Millis / other.regularP99Millis, newcomerP99Millis / other.newcomerP99Millis);
    }
}
