package dev.seckill.api.config;

/**
 * Who may ask at all, before anything is queued.
 *
 * @param rates how often
 */
public record AdmissionSettings(Rates rates) {

    /** Everybody, as often as they like. */
    public static final AdmissionSettings OPEN = new AdmissionSettings(new Rates(null, null, 1000, 0));
}
