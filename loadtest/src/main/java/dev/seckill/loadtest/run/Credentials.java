package dev.seckill.loadtest.run;

import dev.seckill.loadtest.shop.AdminToken;
import java.util.HashMap;
import java.util.Map;

/**
 * What a run needs to be let in by the API.
 *
 * @param admin who changes sales; null if nobody is known
 * @param shop who confirms orders; null if nobody is known
 * @param buyerSecret what buyers' tokens are signed with; null where the API takes the buyers' word
 */
record Credentials(AdminToken admin, AdminToken shop, String buyerSecret) {

    private static final String OPERATOR = "loadtest";
    private static final String SHOP = "shop";

    /**
     * New ones, for a system of our own.
     *
     * @param asksForBuyersTokens whether its API shall ask for them
     */
    static Credentials random(boolean asksForBuyersTokens) {
        return new Credentials(
                AdminToken.random(OPERATOR),
                AdminToken.random(SHOP),
                asksForBuyersTokens ? AdminToken.random(OPERATOR).secret() : null);
    }

    /** The variables that tell an API of them. */
    Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>(admin.variable());
        variables.put("SHOP_TOKENS", shop.setting());
        if (buyerSecret != null) {
            variables.put("BUYER_SECRET", buyerSecret);
        }
        return variables;
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return String.valueOf(admin);
    }
}
