package dev.seckill.api.admission;

import dev.seckill.api.config.AdmissionSettings;
import dev.seckill.api.config.Rates;
import dev.seckill.api.metrics.ApiMetrics;
import dev.seckill.model.BuyerId;
import java.util.function.LongSupplier;

/**
 * Says of each request whether it may go on, before anything of it is queued, and counts those that may not. Never blocks.
 * Thread-safe.
 */
public final class Admission {

    private static final Verdict NOBODY_KNOWN = new Verdict.Admitted(null);

    private final ClientAddress addresses;
    private final RateLimit<Address> perAddress;
    private final RateLimit<BuyerId> perBuyer;
    private final ApiMetrics metrics;

    /** Knows nobody yet. */
    public Admission(AdmissionSettings settings, ApiMetrics metrics) {
        this(settings, metrics, System::nanoTime);
    }

    /** @param nanoTime a stopwatch */
    Admission(AdmissionSettings settings, ApiMetrics metrics, LongSupplier nanoTime) {
        Rates rates = settings.rates();
        SecretHash hash = new SecretHash();
        this.addresses = new ClientAddress(rates.proxies());
        this.perAddress = new RateLimit<>("address", rates.perAddress(), rates.tableMax(), hash::of, nanoTime);
        this.perBuyer =
                new RateLimit<>("buyer", rates.perBuyer(), rates.tableMax(), buyer -> hash.of(buyer.value()), nanoTime);
        this.metrics = metrics;
    }

    /** Of a purchase that does not say who buys: the address counts alone. */
    public Verdict ofAddress(Caller caller) {
        return perAddress.isOff() ? NOBODY_KNOWN : within(perAddress, addresses.of(caller), null);
    }

    /**
     * Of a purchase that says who buys, before its body is read. Admitted with the buyer whom its head proves; with null
     * where the body alone says it.
     */
    public Verdict ofHead(Caller caller) {
        return ofAddress(caller);
    }

    /**
     * Of the same once its body is read. Admitted with the buyer who counts.
     *
     * @param proven the buyer with whom its head was admitted; may be null
     * @param named the buyer whom the body names; may be null
     */
    public Verdict ofBuyer(BuyerId proven, BuyerId named) {
        BuyerId buyer = proven == null ? named : proven;
        return buyer == null ? NOBODY_KNOWN : within(perBuyer, buyer, buyer);
    }

    private <K> Verdict within(RateLimit<K> limit, K key, BuyerId buyer) {
        Verdict.Refused refused = limit.take(key);
        if (refused == null) {
            return new Verdict.Admitted(buyer);
        }
        metrics.refusedAsTooMany();
        return refused;
    }
}
