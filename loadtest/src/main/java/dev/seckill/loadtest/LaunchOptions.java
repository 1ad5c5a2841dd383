package dev.seckill.loadtest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine.Option;

/** What the launcher tells every command of this module; nothing for a person to set. */
public final class LaunchOptions {

    @Option(names = "--home", hidden = true, defaultValue = ".", description = "The folder of this module.")
    private Path home;

    @Option(names = "--can-ask", hidden = true, description = "Standard input is a terminal.")
    private boolean canAsk;

    @Option(names = "--can-rewrite", hidden = true, description = "Standard output is a terminal.")
    private boolean canRewrite;

    /** The folder of this module, as it was given. */
    public Path home() {
        return home;
    }

    /** The terminal that the command was started from. */
    public Terminal terminal() {
        return new Terminal(System.out, canAsk, canRewrite);
    }

    /** A new folder for what this run leaves. */
    public RunFolder folder(String kind, Clock clock) throws IOException {
        return RunFolder.create(home.toAbsolutePath().normalize(), kind, clock);
    }
}
