package dev.seckill.model.settings;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What may be told of arguments that stand where none like them belongs: the names of options. The rest may be a
 * password behind a mistyped name.
 */
public final class UnknownArguments {

    private static final Pattern NAME = Pattern.compile("--[\\w-]+|-\\w");

    private static final String HIDDEN = "***";

    private UnknownArguments() {}

    /** What to say of them, without any value. */
    static String told(UnmatchedArgumentException error) {
        List<String> names =
                error.getUnmatched().stream().map(UnknownArguments::name).toList();
        if (!names.get(0).equals(HIDDEN)) {
            return new UnmatchedArgumentException(error.getCommandLine(), names).getMessage();
        }
        Set<String> commands = error.getCommandLine().getSubcommands().keySet();
        return "'" + String.join("', '", names) + "' belongs to no option"
                + (commands.isEmpty() ? "" : " and is none of the commands " + String.join(", ", commands));
    }

    /** The option that the argument names, without what follows. */
    static String name(String argument) {
        Matcher name = NAME.matcher(argument);
        return name.lookingAt() ? name.group() : HIDDEN;
    }
}
