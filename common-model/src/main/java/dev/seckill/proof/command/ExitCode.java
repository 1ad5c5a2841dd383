package dev.seckill.proof.command;

/** What a command comes to. */
public enum ExitCode {
    /** What was claimed holds; or what was asked for is done. */
    PROVEN,
    /** Somebody broke their word, and the evidence is printed. */
    BROKEN,
    /** Nothing can be said: a file is not what it must be, or the command is not one. */
    BAD_INPUT,
    /** Nothing is wrong, but something that would prove it is not there yet. */
    NOT_YET;

    /** The code of the process. */
    public int code() {
        return ordinal();
    }
}
