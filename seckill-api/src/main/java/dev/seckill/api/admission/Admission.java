package dev.seckill.api.admission;

import dev.seckill.api.config.AdmissionSettings;
import dev.seckill.api.config.Rates;
import dev.seckill.api.metrics.ApiMetrics;
import dev.seckill.model.BuyerId;
import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * Says of each request whether it may go on, before anything of it is queued, and counts those that may not. Never waits.
 * Thread-safe.
 */
public final class Admission implements AutoCloseable {

    private static final Verdict NOBODY_KNOWN = new Verdict.Admitted(null);

    private final ClientAddress addresses;
    private final RateLimit<Address> perAddress;
    private final RateLimit<BuyerId> perBuyer;
    /** Null if the body says who buys. */
    private final BuyerTokenCheck tokens;

    private final ApiMetrics metrics;

    /** Knows nobody yet, and begins to read the keys of tokens. */
    public Admission(AdmissionSettings settings, ApiMetrics metrics) {
        this(settings, metrics, Clock.systemUTC(), System::nanoTime);
    }

    /** @param nanoTime a stopwatch */
    Admission(AdmissionSettings settings, ApiMetrics metrics, Clock clock, LongSupplier nanoTime) {
        Rates rates = settings.rates();
        SecretHash hash = new SecretHash();
        this.addresses = new ClientAddress(rates.proxies());
        this.perAddress = new RateLimit<>("address", rates.perAddress(), rates.tableMax(), hash::of, nanoTime);
        this.perBuyer =
                new RateLimit<>("buyer", rates.perBuyer(), rates.tableMax(), buyer -> hash.of(buyer.value()), nanoTime);
        this.tokens = settings.tokens() == null ? null : new BuyerTokenCheck(settings.tokens(), clock);
        this.metrics = metrics;
    }

    /** Whether a request proves who buys, so that its body need not say it. */
    public boolean provesBuyers() {
        return tokens != null;
    }

    /** Why nobody can prove to be a buyer now, as a sentence; null when there is no such reason. */
    public String trouble() {
        return tokens == null || tokens.isReady() ? null : "The keys of buyers' tokens are not loaded yet.";
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
        Verdict ofAddress = ofAddress(caller);
        if (tokens == null || ofAddress instanceof Verdict.Refused) {
            return ofAddress;
        }
        String trouble = trouble();
        if (trouble != null) {
            metrics.failedToAnswer();
            return Verdict.Refused.unavailable(trouble);
        }
        try {
            return new Verdict.Admitted(tokens.buyer(caller));
        } catch (BadTokenException e) {
            metrics.refusedAsUnauthorized();
            return Verdict.Refused.unauthorized(e.getMessage());
        }
    }

    /**
     * Of the same once its body is read. Admitted with the buyer who counts.
     *
     * @param proven the buyer with whom its head was admitted; may be null
     * @param named the buyer whom the body names; may be null
     */
    public Verdict ofBuyer(BuyerId proven, BuyerId named) {
        if (proven != null && named != null && !proven.equals(named)) {
            metrics.refusedAsInvalid();
            return Verdict.Refused.invalid("buyer", "The body names another buyer than the token.");
        }
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

    /** Stops reading keys. */
    @Override
    public void close() {
        if (tokens != null) {
            tokens.close();
        }
    }
}
