package dev.seckill.api.sale;

import dev.seckill.model.BuyerId;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What buyers have, as it changes from one request of a batch to the next. Of those who buy in the batch it was read, and is
 * written as it is then; of others only what they give back is known. Used for one batch.
 */
final class RunningBuyers {

    private final Map<String, byte[]> prior;
    private final Map<String, byte[]> written = new HashMap<>();
    private final Map<String, Long> returned = new HashMap<>();

    /** @param prior what the fields of {@code {c}:buyers} had that were read */
    RunningBuyers(Map<String, byte[]> prior) {
        this.prior = prior;
    }

    /**
     * Units that a buyer has whose field was read.
     *
     * @throws IllegalArgumentException if the field cannot be read
     */
    long unitsOf(BuyerId buyer) {
        return units(StoredFields.of(buyer));
    }

    private long units(String field) {
        byte[] units = written.containsKey(field) ? written.get(field) : prior.get(field);
        return units == null ? 0 : SaleState.count("units of a buyer", new String(units, StandardCharsets.UTF_8));
    }

    /** The buyer has so many now. */
    void has(BuyerId buyer, long units) {
        String field = StoredFields.of(buyer);
        returned.remove(field);
        written.put(field, Long.toString(units).getBytes(StandardCharsets.US_ASCII));
    }

    /** The buyer has so many less. What is damaged stays so: the units go back to the sale all the same. */
    void givesBack(BuyerId buyer, long units) {
        String field = StoredFields.of(buyer);
        if (!written.containsKey(field) && !prior.containsKey(field)) {
            returned.merge(field, units, Long::sum);
            return;
        }
        try {
            has(buyer, Math.max(0, units(field) - units));
        } catch (IllegalArgumentException e) {
            // Told when the buyer asks for something; it must not keep the units from others.
        }
    }

    Map<String, byte[]> written() {
        return written;
    }

    Map<String, Long> returned() {
        return returned;
    }
}
