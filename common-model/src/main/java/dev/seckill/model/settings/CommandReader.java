package dev.seckill.model.settings;

import dev.seckill.model.LogPosition;
import dev.seckill.model.SaleId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a command line in the one grammar of settings that every program of this project has: an annotated option is the
 * whole declaration ({@link Setting}), an option wins over its variable, the last of two equal options counts, and all
 * problems are collected instead of thrown.
 */
public final class CommandReader {

    private final CommandLine line;
    private final SettingVariables variables;
    private List<String> notices = List.of();
    private Set<String> given = Set.of();

    /**
     * A reader for an annotated command with its subcommands.
     *
     * @param environment the environment variables, usually {@code System.getenv()}
     */
    public CommandReader(Object command, Map<String, String> environment) {
        variables = new SettingVariables(environment);
        line = new CommandLine(command);
        line.registerConverter(Duration.class, new SettingDuration());
        line.registerConverter(SaleId.class, converter(SaleId::new));
        line.registerConverter(LogPosition.class, converter(LogPosition::parse));
        line.setDefaultValueProvider(CommandReader::none);
        line.setHelpFactory(SettingHelp::new);
        line.setOverwrittenOptionsAllowed(true);
        prepare(line);
    }

    private static void prepare(CommandLine command) {
        command.getCommandSpec().parser().collectErrors(true);
        command.getSubcommands().values().forEach(CommandReader::prepare);
    }

    /** picocli's own view of the command. */
    public CommandLine commandLine() {
        return line;
    }

    /**
     * Reads the arguments and adds what is wrong with them. Help and version go where {@link #commandLine} prints.
     *
     * @return the command or subcommand that was asked for; empty when help or the version was, and was printed
     */
    public Optional<ParseResult> read(Problems problems, String... arguments) {
        ParseResult whole = line.parseArgs(arguments);
        if (CommandLine.printHelpIfRequested(whole)) {
            line.getOut().flush();
            return Optional.empty();
        }
        ParseResult typed = whole.hasSubcommand() ? whole.subcommand() : whole;
        List<String> all = new ArrayList<>(variables.asOptions(typed));
        if (typed == whole) {
            all.addAll(List.of(arguments));
        } else {
            SettingRanges.checkRead(whole, problems);
            int name = List.of(arguments).indexOf(typed.commandSpec().name());
            all.addAll(List.of(arguments).subList(name + 1, arguments.length));
            if (!whole.matchedOptions().isEmpty()) {
                problems.add("options belong behind the subcommand: "
                        + typed.commandSpec().name() + " "
                        + whole.matchedOptions().get(0).longestName());
            }
        }
        checkTyped(typed, problems);
        // picocli stops at the first default that it cannot read, but not at an option.
        ParseResult asked = typed.commandSpec().commandLine().parseArgs(all.toArray(String[]::new));
        variables.setOthers(typed);
        SettingRanges.check(asked, problems);
        notices = variables.notices(typed);
        given = asked.commandSpec().options().stream()
                .filter(option -> typed.hasMatchedOption(option) || variables.value(Setting.of(option)) != null)
                .map(OptionSpec::longestName)
                .collect(Collectors.toSet());
        return Optional.of(asked);
    }

    private static void checkTyped(ParseResult typed, Problems problems) {
        typed.matchedOptions().stream()
                .filter(option -> option.paramLabel().equals(Setting.VARIABLE_ONLY))
                .map(Setting::of)
                .forEach(secret -> problems.add(
                        secret.option() + ": ps shows what is typed; give the variable " + secret.variable()));
    }

    /** No default of picocli's: {@link SettingVariables} has them. A flag that is typed says the opposite of its default. */
    private static String none(ArgSpec argument) {
        if (argument.typeInfo().isBoolean()) {
            return "false";
        }
        return argument.defaultValue() == null ? null : Option.NULL_VALUE;
    }

    /** Whether somebody gave this option or its variable, so that it does not just have its default. */
    public boolean isGiven(String option) {
        return given.contains(option);
    }

    /** What to tell about variables that were read by a name that they had before, a line for each. */
    public List<String> notices() {
        return notices;
    }

    /** The parser of a type that says what is wrong in an IllegalArgumentException. */
    public static <T> ITypeConverter<T> converter(Function<String, T> parser) {
        return text -> {
            try {
                return parser.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        };
    }
}
