package dev.seckill.api.stock;

import java.util.List;
import java.util.Map;

/**
 * What is to be written and answered for a batch.
 *
 * @param decisions one for each purchase, in the batch's order
 * @param accepted the new orders, in order of {@code seq}; empty when nothing needs a transaction
 * @param written new values of {@code {c}:orders} by field
 * @param offered units offered so far, for {@code allotment} of {@code {c}:sale}
 * @param open whether the sale takes purchases at all
 */
record BatchPlan(
        List<Decision> decisions,
        List<OutboxEntry> accepted,
        Map<String, byte[]> written,
        long offered,
        boolean open) {}
