package dev.seckill.api.admission;

import java.util.List;

/** The head of a request, as far as it says who asks. */
public interface RequestHead {

    /** The address that is connected, as digits. */
    String peer();

    /** The values of a header in the order in which they came, one for each line of it; empty if there is none. */
    List<String> values(String header);
}
