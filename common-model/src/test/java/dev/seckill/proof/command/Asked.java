package dev.seckill.proof.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/** The program, asked without a process of its own. */
final class Asked {

    private Asked() {}

    static VerifierProcess.Run run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ExitCode code = Commands.run(arguments, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
        return new VerifierProcess.Run(code.code(), out.toString(UTF_8), err.toString(UTF_8));
    }
}
