package dev.seckill.api.admission;

import dev.seckill.api.config.AdmissionSettings;
import dev.seckill.api.config.Rates;
import dev.seckill.api.metrics.ApiMetrics;
import dev.seckill.api.metrics.RequestCounts;
import dev.seckill.api.sale.Outcome;
import dev.seckill.model.BuyerId;
import java.time.Clock;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Says of each request whether it may go on, before anything of it is queued. Never waits. Thread-safe.
 */
public final class Admission implements AutoCloseable {

    private static final Verdict NOBODY_KNOWN = new Verdict.Admitted(null);

    private final ClientAddress addresses;
    private final RateLimit<Address> perAddress;
    private final RateLimit<BuyerId> perBuyer;
    /** Null if the body says who buys. */
    private final BuyerTokenCheck tokens;

    /** Checks signatures that take long; null if there are none. */
    private final ThreadPoolExecutor checkers;

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
        this.checkers = settings.tokens() == null || settings.tokens().keys() == null
                ? null
                : checkers(settings.tokens().waitingMax());
        this.metrics = metrics;
    }

    /** Half of the processors, so that tokens which strangers make up leave the other half to buyers. */
    private static ThreadPoolExecutor checkers(int waitingMax) {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return new ThreadPoolExecutor(
                threads, threads, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waitingMax), task -> {
                    Thread thread = new Thread(task, "buyer-tokens");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Whether a request proves who buys, so that its body need not say it. */
    public boolean provesBuyers() {
        return tokens != null;
    }

    /** Why nobody can prove to be a buyer now, as a sentence; null when there is no such reason. */
    public String trouble() {
        return tokens == null || tokens.isReady() ? null : "The keys of buyers' tokens are not loaded yet.";
    }

    /** Where a request comes from. */
    public Address address(Caller caller) {
        return addresses.of(caller);
    }

    /** Of a purchase that does not say who buys: the address counts alone. */
    public Verdict ofAddress(Caller caller) {
        return perAddress.isOff() ? NOBODY_KNOWN : within(perAddress, addresses.of(caller), null);
    }

    /**
     * Of a purchase that says who buys, before its body is read. Admitted with the buyer whom its head proves; with null
     * where the body alone says it. Complete at once, unless a signature is to be checked that takes long.
     */
    public CompletableFuture<Verdict> ofHead(Caller caller) {
        Verdict ofAddress = ofAddress(caller);
        return ofAddress instanceof Verdict.Refused ? CompletableFuture.completedFuture(ofAddress) : ofToken(caller);
    }

    /** The same of what a request says of its buyer alone: its address was looked at before. */
    public CompletableFuture<Verdict> ofToken(Caller caller) {
        if (tokens == null) {
            return CompletableFuture.completedFuture(NOBODY_KNOWN);
        }
        String trouble = trouble();
        if (trouble != null) {
            return CompletableFuture.completedFuture(Verdict.Refused.unavailable(trouble));
        }
        try {
            BuyerTokenCheck.Presented presented = tokens.presented(caller);
            return tokens.isQuick(presented)
                    ? CompletableFuture.completedFuture(proven(presented))
                    : CompletableFuture.supplyAsync(() -> proven(presented), checkers);
        } catch (BadTokenException e) {
            return CompletableFuture.completedFuture(Verdict.Refused.unauthorized(e.getMessage()));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(
                    Verdict.Refused.overloaded("Too many tokens wait for the check of their signature."));
        }
    }

    private Verdict proven(BuyerTokenCheck.Presented presented) {
        try {
            return new Verdict.Admitted(tokens.buyer(presented));
        } catch (BadTokenException e) {
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
            return Verdict.Refused.invalid("buyer", "The body names another buyer than the token.");
        }
        BuyerId buyer = proven == null ? named : proven;
        return buyer == null ? NOBODY_KNOWN : within(perBuyer, buyer, buyer);
    }

    private static <K> Verdict within(RateLimit<K> limit, K key, BuyerId buyer) {
        Verdict.Refused refused = limit.take(key);
        return refused == null ? new Verdict.Admitted(buyer) : refused;
    }

    /** The same refusal of a purchase, counted. */
    public Verdict.Refused counted(Verdict.Refused refused) {
        return counted(refused, metrics);
    }

    /** The same refusal, counted: for whoever tells it, as a request may end otherwise while its signature is checked. */
    public Verdict.Refused counted(Verdict.Refused refused, RequestCounts counts) {
        switch (refused.why()) {
            case TOO_MANY -> counts.refusedAsTooMany();
            case UNAUTHORIZED -> counts.refusedAsUnauthorized();
            case INVALID -> counts.refusedAsInvalid();
            case OVERLOADED -> counts.answered(Outcome.OVERLOADED);
            case UNAVAILABLE -> counts.failedToAnswer();
        }
        return refused;
    }

    /** Stops reading keys, and checking signatures. */
    @Override
    public void close() {
        if (tokens != null) {
            tokens.close();
        }
        if (checkers != null) {
            checkers.shutdownNow();
        }
    }
}
