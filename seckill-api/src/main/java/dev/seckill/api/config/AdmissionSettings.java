package dev.seckill.api.config;

/**
 * Who may ask at all, before anything is queued.
 *
 * @param tokens whose tokens say who buys; null: who buys is what a request's body says
 * @param rates how often
 */
public record AdmissionSettings(BuyerTokens tokens, Rates rates) {

    /** Everybody, as often as they like. */
    public static final AdmissionSettings OPEN = new AdmissionSettings(null, new Rates(null, null, 1000, 0));
}
