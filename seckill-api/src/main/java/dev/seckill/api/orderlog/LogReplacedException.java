package dev.seckill.api.orderlog;

/**
 * The order log is not the one that was read before, or has lost its end: what counts as logged may be gone. Whoever gets
 * this gets it for the rest of the process's life, because only an operator can know what to believe.
 */
final class LogReplacedException extends OrderLogUnavailableException {

    private static final long serialVersionUID = 1L;

    LogReplacedException(String reason) {
        super(
                "order log - " + reason
                        + "; what was logged may be lost: see the README, then start this instance again",
                null);
    }
}
