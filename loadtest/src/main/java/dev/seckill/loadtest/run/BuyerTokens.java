package dev.seckill.loadtest.run;

import dev.seckill.infra.app.AppCommand;
import dev.seckill.infra.process.GuardedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** The signed tokens of a run's buyers, by their numbers from 1; made by the command that shops try theirs with. */
final class BuyerTokens implements IntFunction<String> {

    /** What the buyers' names begin with. */
    static final String PREFIX = "buyer-";

    private static final int WAIT_SECONDS = 120;

    private final List<String> tokens;

    private BuyerTokens(List<String> tokens) {
        this.tokens = tokens;
    }

    /** None, where the API takes the buyers' word for who they are. */
    static BuyerTokens none() {
        return new BuyerTokens(List.of());
    }

    /**
     * Signs them.
     *
     * @param secret the API's {@code BUYER_SECRET}
     * @param folder gets the output of the command; the tokens in it are deleted
     * @throws RunRefusedException if that does not succeed
     */
    static BuyerTokens mint(String secret, int buyers, Path folder) throws InterruptedException {
        Path output = folder.resolve("buyer-tokens.txt");
        AppCommand api = AppCommand.ofModule("token", "seckill-api", 0, output);
        List<String> line = new ArrayList<>();
        line.add(api.javaHome().resolve("bin/java").toString());
        line.addAll(api.java());
        line.addAll(List.of("token", "--prefix=" + PREFIX, "--count=" + buyers));
        try {
            GuardedProcess process = GuardedProcess.start(line, Map.of("BUYER_SECRET", secret), output);
            int code;
            try {
                code = process.onExit().get(WAIT_SECONDS, TimeUnit.SECONDS);
            } finally {
                process.kill();
            }
            List<String> tokens = tokens(Files.readAllLines(output));
            if (code != 0 || tokens.size() != buyers) {
                throw new RunRefusedException("no tokens for buyers could be signed, see " + output);
            }
            Files.delete(output);
            return new BuyerTokens(tokens);
        } catch (IOException | ExecutionException | TimeoutException failed) {
            throw new RunRefusedException("no tokens for buyers could be signed, see " + output);
        }
    }

    /** A JVM that is given options by its environment says so first, in words. */
    static List<String> tokens(List<String> said) {
        return said.stream().filter(line -> line.indexOf(' ') < 0).toList();
    }

    /** Null if there are none. */
    @Override
    public String apply(int number) {
        return tokens.isEmpty() ? null : tokens.get(number - 1);
    }
}
