package dev.seckill.consumer.settings;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Reads a command line for a program and its subcommands; prints help and version when asked for. */
public final class CommandLineReader {

    private final CommandSpec program;
    private final Map<String, String> environment;

    /**
     * What one command understands.
     *
     * @param name as typed; for the program itself the name shown in help
     * @param flags options without a value, by name, with their meaning
     */
    public record Command(String name, String meaning, List<Setting<?>> settings, Map<String, String> flags) {}

    /** What was asked for: the subcommand's name (or the program's own), its settings and the flags that were given. */
    public record Request(String command, SettingValues values, java.util.Set<String> flags) {}

    private final Map<String, Command> commands = new HashMap<>();

    /** A reader for the program with its subcommands; the environment is handed in. */
    public CommandLineReader(
            Command program, List<Command> subcommands, String version, Map<String, String> environment) {
        this.program = specOf(program, version);
        this.environment = Map.copyOf(environment);
        for (Command subcommand : subcommands) {
            this.program.addSubcommand(subcommand.name(), specOf(subcommand, version));
        }
    }

    /**
     * Reads the arguments.
     *
     * @return empty when help or the version was asked for and printed
     * @throws BadSettingsException if an argument is unknown or lacks its value
     */
    public Optional<Request> read(String[] arguments, PrintWriter out) {
        CommandLine line = new CommandLine(program).setOut(out).setOverwrittenOptionsAllowed(true);
        ParseResult result;
        try {
            result = line.parseArgs(arguments);
        } catch (ParameterException e) {
            throw new BadSettingsException(List.of(e.getMessage() + " (--help shows what there is)"));
        }
        if (CommandLine.printHelpIfRequested(result)) {
            return Optional.empty();
        }
        ParseResult leaf = result.hasSubcommand() ? result.subcommand() : result;
        if (leaf != result && !result.matchedOptions().isEmpty()) {
            throw new BadSettingsException(List.of("options belong behind the subcommand: "
                    + leaf.commandSpec().name() + " --option"));
        }
        return Optional.of(request(commands.get(leaf.commandSpec().name()), leaf));
    }

    private Request request(Command command, ParseResult result) {
        Map<String, String> options = new HashMap<>();
        for (Setting<?> setting : command.settings()) {
            String text = result.matchedOptionValue(setting.option(), null);
            if (text != null) {
                options.put(setting.option(), text);
            }
        }
        Map<String, String> flags = new HashMap<>(command.flags());
        flags.keySet().removeIf(flag -> !result.hasMatchedOption(flag));
        return new Request(command.name(), new SettingValues(command.settings(), options, environment), flags.keySet());
    }

    private CommandSpec specOf(Command command, String version) {
        commands.put(command.name(), command);
        CommandSpec spec = CommandSpec.create().name(command.name()).version(version);
        spec.mixinStandardHelpOptions(true);
        spec.usageMessage().description(command.meaning()).width(110);
        for (Setting<?> setting : command.settings()) {
            spec.addOption(OptionSpec.builder(setting.option())
                    .type(String.class)
                    .paramLabel("VALUE")
                    .description(helpOf(setting))
                    .build());
        }
        command.flags()
                .forEach((flag, meaning) -> spec.addOption(OptionSpec.builder(flag)
                        .type(boolean.class)
                        .description(meaning)
                        .build()));
        return spec;
    }

    private static String helpOf(Setting<?> setting) {
        String help = setting.meaning() + " (" + setting.rule();
        if (setting.standard() != null) {
            help += "; default " + (setting.standard().isEmpty() ? "empty" : setting.standard());
        }
        if (setting.variable() != null) {
            help += "; variable " + setting.variable();
        }
        // A percent sign would be read as a format.
        return help.replace("%", "%%") + ")";
    }
}
