package dev.seckill.proof.command;

import dev.seckill.proof.keyfile.BadFileException;
import dev.seckill.proof.note.BadTextException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the jar can be asked to do. */
public final class Commands {

    private static final Map<String, Command> BY_NAME = new LinkedHashMap<>();

    static {
        BY_NAME.put("verify", new VerifyCommand());
        BY_NAME.put("audit", new AuditCommand());
        BY_NAME.put("consistency", new ConsistencyCommand());
        BY_NAME.put("keygen", new KeygenCommand());
        BY_NAME.put("cosign", new CosignCommand());
    }

    private Commands() {}

    /** Does what the arguments ask for. */
    public static ExitCode run(String[] arguments, PrintStream out, PrintStream err) {
        List<String> given = Arrays.asList(arguments);
        if (given.size() <= 2 && (given.contains("--help") || given.contains("-h"))) {
            out.print(usage());
            return ExitCode.PROVEN;
        }
        Command command = given.isEmpty() ? null : BY_NAME.get(given.get(0));
        if (command == null) {
            err.print(usage());
            return ExitCode.BAD_INPUT;
        }
        try {
            return command.run(Arguments.read(given.subList(1, given.size()), command), out);
        } catch (OutOfMemoryError e) {
            err.println(given.get(0) + ": needs more memory, as java -Xmx gives it; that says nothing of the shop");
        } catch (RuntimeException e) {
            // Whatever it is, it must not end as a JVM does, with the exit code of a broken promise.
            err.println(given.get(0) + ": " + reason(e));
        }
        return ExitCode.BAD_INPUT;
    }

    /** What went wrong, in a line for whoever asked. */
    static String reason(RuntimeException e) {
        if (e instanceof BadInputException || e instanceof BadFileException || e instanceof BadTextException) {
            return e.getMessage();
        }
        if (e instanceof InvalidPathException path) {
            return path.getInput() + " is no name of a file here: " + path.getReason();
        }
        return e instanceof UncheckedIOException io
                ? reason(io.getCause())
                : "went wrong, which says nothing of the shop: " + e;
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException missing) {
            return "there is no " + missing.getFile();
        }
        if (e instanceof FileAlreadyExistsException present) {
            return present.getFile() + " is there already, and is not what is needed";
        }
        if (e instanceof AccessDeniedException denied) {
            return denied.getFile() + " may not be read or written";
        }
        if (e instanceof BindException taken) {
            return "the address to listen on can't be had: " + taken.getMessage();
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    private static String usage() {
        StringBuilder usage = new StringBuilder("Checks what a shop promised, without the shop. Asked as\n");
        BY_NAME.forEach((name, command) -> usage.append("  ")
                .append(name)
                .append(' ')
                .append(command.usage())
                .append('\n'));
        return usage.append("Exit code 0: proven, or done; 1: broken, with the evidence; 2: bad input; 3: not yet.\n")
                .toString();
    }
}
