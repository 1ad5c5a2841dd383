package dev.seckill.proof.command;

import dev.seckill.proof.keyfile.BadFileException;
import dev.seckill.proof.note.BadTextException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
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
        if (given.size() == 1 && (given.contains("--help") || given.contains("-h"))) {
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
        } catch (BadInputException | BadFileException | BadTextException e) {
            err.println(given.get(0) + ": " + e.getMessage());
        } catch (UncheckedIOException e) {
            err.println(given.get(0) + ": " + e.getCause());
        }
        return ExitCode.BAD_INPUT;
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
