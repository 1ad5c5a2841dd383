package dev.seckill.proof.command;

import java.io.PrintStream;
import java.util.Set;

/** One thing that the program can be asked for. */
interface Command {

    /** How it is asked for, behind the name of the program. */
    String usage();

    /** The options that it has, each with a value. */
    Set<String> options();

    /** Those of them that may be given more than once. */
    default Set<String> repeatable() {
        return Set.of();
    }

    /**
     * Does it.
     *
     * @throws BadInputException if something that was given can't be used
     */
    ExitCode run(Arguments arguments, PrintStream out);
}
