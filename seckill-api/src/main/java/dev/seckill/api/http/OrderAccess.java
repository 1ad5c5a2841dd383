package dev.seckill.api.http;

import dev.seckill.api.admission.Admission;
import dev.seckill.api.admission.Verdict;
import dev.seckill.api.config.StaffTokens;
import dev.seckill.api.metrics.RequestCounts;
import dev.seckill.model.BuyerId;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Who may ask something of orders: operators and shops of all, a buyer with a signed token of their own. */
final class OrderAccess {

    private static final String BUYER = "buyer";

    private final StaffTokens staff;
    private final Admission admission;

    OrderAccess(StaffTokens staff, Admission admission) {
        this.staff = staff;
        this.admission = admission;
    }

    /**
     * Whoever asks.
     *
     * @param by the name for the journal
     * @param buyer whose orders alone they may touch; null: all
     * @param isAdmin whether they may know everything
     */
    record Asker(String by, BuyerId buyer, boolean isAdmin) {}

    /**
     * A token under examination.
     *
     * @param checked completes when it is checked
     * @param asker then tells who asks, or throws {@link NotAdmitted}, which is counted
     */
    record Asking(CompletableFuture<?> checked, Supplier<Asker> asker) {}

    /** Whether anybody may ask for all buyers. */
    boolean hasStaff() {
        return !staff.isEmpty();
    }

    /** Whether buyers can prove who they are. */
    boolean hasBuyers() {
        return admission.provesBuyers();
    }

    /**
     * An operator or a shop.
     *
     * @throws Unauthorized if it is neither
     */
    Asker staff(Context ctx) {
        return staff(RequestHead.bearer(ctx)).orElseThrow(OrderAccess::unknown);
    }

    /**
     * The same, or a buyer.
     *
     * @throws Unauthorized if it is none of them for sure
     * @throws NotAdmitted if a buyer may not ask for sure; their token may still turn out not to be good
     */
    Asking anybody(Context ctx, RequestCounts counts) {
        Optional<Asker> known = staff(RequestHead.bearer(ctx));
        if (known.isPresent()) {
            return new Asking(CompletableFuture.completedFuture(null), known::get);
        }
        if (!hasBuyers()) {
            throw unknown();
        }
        CompletableFuture<Verdict> ofHead = admission.ofHead(new ServletCaller(ctx.req()));
        if (ofHead.isDone()) {
            admitted(ofHead.join(), counts); // whose body is not read otherwise
        }
        return new Asking(ofHead, () -> {
            BuyerId proven = admitted(ofHead.join(), counts);
            return new Asker(BUYER, admitted(admission.ofBuyer(proven, null), counts), false);
        });
    }

    private BuyerId admitted(Verdict verdict, RequestCounts counts) {
        return NotAdmitted.unless(verdict, admission, counts);
    }

    /** Held against all tokens of both kinds, so that how long it takes tells nothing. */
    private Optional<Asker> staff(String token) {
        Optional<Asker> admin = staff.admin().nameOf(token).map(name -> new Asker(name, null, true));
        Optional<Asker> shop = staff.shop().nameOf(token).map(name -> new Asker(name, null, false));
        return admin.or(() -> shop);
    }

    private static Unauthorized unknown() {
        return Unauthorized.refused("This token is not good for this.");
    }
}
