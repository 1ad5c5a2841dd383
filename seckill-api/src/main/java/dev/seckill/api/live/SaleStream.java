package dev.seckill.api.live;

import java.util.Map;

/** What those are told who watch one sale. Used by one thread. */
final class SaleStream {

    final Audience audience = new Audience();

    /** Whether a look is under way. */
    boolean isLooking;

    private Map<String, Object> told;

    /** Tells it if it is news. */
    void saw(Map<String, Object> sale) {
        if (told == null || Changes.differ(told, sale)) {
            told = sale;
            audience.tell(Message.event("sale", sale));
        }
    }
}
