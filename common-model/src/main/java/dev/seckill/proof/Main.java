package dev.seckill.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.proof.command.Commands;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;

/** Starts the verifier. */
public final class Main {

    private Main() {}

    /** Exit code 0: proven, or done; 1: broken, with the evidence; 2: bad input; 3: not provable yet. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
        System.exit(Commands.run(arguments, out, err).code());
    }
}
