package dev.seckill.loadtest.run;

/** The run was not begun; nothing was changed. The message says what the user can do. */
final class RunRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RunRefusedException(String message) {
        super(message);
    }
}
