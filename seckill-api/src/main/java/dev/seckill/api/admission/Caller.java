package dev.seckill.api.admission;

import java.util.List;

/** Who asks, as far as the head of a request says it. */
public interface Caller {

    /** The address that is connected, as digits; null if the connection is gone. */
    String peer();

    /** The values of a header in the order in which they came, one for each line of it; empty if there is none. */
    List<String> values(String header);
}
