package dev.seckill.api.orderlog;

/**
 * How far the search for one order through all of the log has come: first through what was sent since the order's id was made,
 * then through what was sent before by a clock that was behind. Together that is all in which it can stand.
 */
final class UnfinishedSearch {

    private final LogStretch since = new LogStretch();
    private final LogStretch before = new LogStretch();
    private boolean isSoonOver;

    LogStretch since() {
        return since;
    }

    LogStretch before() {
        return before;
    }

    /** Whether what was sent right after the id was made has been looked at. */
    boolean isSoonOver() {
        return isSoonOver;
    }

    void endSoon() {
        isSoonOver = true;
    }
}
