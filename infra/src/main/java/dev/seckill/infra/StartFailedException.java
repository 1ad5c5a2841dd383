package dev.seckill.infra;

/** A program could not be started, or did not answer in time; the message says which one and why. */
public class StartFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String program;

    public StartFailedException(String program, String reason) {
        super(program + " - " + reason);
        this.program = program;
    }

    public StartFailedException(String program, String reason, Throwable cause) {
        super(program + " - " + reason, cause);
        this.program = program;
    }

    /** The program that did not start, such as {@code kafka}. */
    public final String program() {
        return program;
    }
}
