package dev.seckill.model.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What may be told of arguments that stand where none like them belongs: the names of options. The rest may be a
 * password behind a mistyped name.
 */
public final class UnknownArguments {

    private static final Pattern NAME = Pattern.compile("--[\\w-]+|-\\w");

    private UnknownArguments() {}

    /** The same without any value. */
    public static UnmatchedArgumentException masked(UnmatchedArgumentException error) {
        return new UnmatchedArgumentException(
                error.getCommandLine(),
                error.getUnmatched().stream().map(UnknownArguments::name).toList());
    }

    /** The option that the argument names, without what follows. */
    static String name(String argument) {
        Matcher name = NAME.matcher(argument);
        return name.lookingAt() ? name.group() : "***";
    }
}
