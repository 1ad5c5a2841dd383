package dev.seckill.model;

/** The names that the order log's writers and readers share. */
public final class OrderLogNames {

    /** The topic of the order log unless a setting says otherwise. */
    public static final String DEFAULT_TOPIC = "CAR_NUMBER";

    /** Record header with the {@link IdempotencyKey} of the purchase in ASCII; absent when the buyer gave none. */
    public static final String IDEMPOTENCY_KEY_HEADER = "idempotency-key";

    /**
     * Record header with the units that the sale had offered when the order was decided, restocks included, as a decimal
     * number in ASCII. The order log alone can then tell how many units are left.
     */
    public static final String ALLOTMENT_HEADER = "allotment";

    /**
     * Record header with the time at which the sale was last rebuilt from the order log before the order was decided, in
     * milliseconds since 1970, as a decimal number in ASCII; absent when it never was. A Redis with a lower one is a backup
     * from before that.
     */
    public static final String EPOCH_HEADER = "epoch";

    /** Record header of a parked message: why it could not be stored, in UTF-8. */
    public static final String PARKED_REASON_HEADER = "parked-reason";

    /** Record header of a parked message: where it stood, as {@code topic-partition@offset}, in UTF-8. */
    public static final String PARKED_FROM_HEADER = "parked-from";

    /**
     * Record header of a parked message that was too long to be parked whole: the full lengths in bytes of the parts that
     * were cut, as in {@code headers=9000, key=300, value=12582912}, in ASCII. Of headers that were too long none is left.
     */
    public static final String PARKED_CUT_HEADER = "parked-cut";

    private OrderLogNames() {}

    /** The topic of the webhooks about the given topic's events that are to be sent again. */
    public static String webhookTopic(String topic) {
        return topic + ".WEBHOOKS";
    }

    /** The topic that says how far webhooks have told of the given topic's sales. */
    public static String webhookSalesTopic(String topic) {
        return topic + ".WEBHOOKS.SALES";
    }

    /** The topic where messages of the given topic are parked. */
    public static String parkedTopic(String topic) {
        return topic + ".DLT";
    }
}
