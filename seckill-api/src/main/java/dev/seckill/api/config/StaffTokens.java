package dev.seckill.api.config;

import dev.seckill.model.settings.NamedTokens;

/**
 * The tokens of those who work for the shop.
 *
 * @param admin of operators, who may do everything
 * @param shop of the shop's own systems, which confirm, extend and cancel orders, and read them
 */
public record StaffTokens(NamedTokens admin, NamedTokens shop) {

    /** No token is good. */
    public static final StaffTokens NONE = new StaffTokens(NamedTokens.NONE, NamedTokens.NONE);

    /** Whether no token is good. */
    public boolean isEmpty() {
        return admin.isEmpty() && shop.isEmpty();
    }
}
