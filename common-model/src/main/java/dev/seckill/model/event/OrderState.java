package dev.seckill.model.event;

/** How far an order got. The names are on the wire. */
public enum OrderState {
    /** It has its units and must be confirmed in time. */
    HELD,
    /** Its units are sold. */
    CONFIRMED,
    /** Its units went back to the sale. */
    RELEASED
}
