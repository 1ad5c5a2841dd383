package dev.seckill.loadtest.run;

import dev.seckill.loadtest.RunFolder;
import dev.seckill.loadtest.ServerKind;
import dev.seckill.loadtest.Terminal;
import dev.seckill.loadtest.proof.SaleProofs;
import dev.seckill.loadtest.witness.Answer;
import dev.seckill.model.SaleId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import redis.clients.jedis.exceptions.JedisException;

/** The system that answers on the port, or one that a run brings up for itself and stops afterwards. */
final class SystemUnderTest {

    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

    private final RunOptions options;
    private final RunFolder folder;
    private final Terminal terminal;

    SystemUnderTest(RunOptions options, RunFolder folder, Terminal terminal) {
        this.options = options;
        this.folder = folder;
        this.terminal = terminal;
    }

    /**
     * What came of a play.
     *
     * @param accepted orders that buyers were told of
     * @param files what it leaves, in lines that are told once the receipts are checked
     */
    record Played(boolean isPass, List<String> accepted, List<String> files) {

        static Played of(boolean isPass, List<Answer> answers, List<String> files) {
            return new Played(isPass, Answer.orderIds(answers), files);
        }
    }

    /** Something that is played on a system that runs, and told but for its files. */
    interface Play {
        Played on(SystemAddresses system, Credentials credentials) throws IOException, InterruptedException;
    }

    /**
     * Plays on it.
     *
     * @param sale what is sold, which has a page
     * @param webhooks what the consumer needs to tell a shop; empty if there is none
     * @return whether it passed
     * @throws RunRefusedException if it cannot be played on what is there
     */
    boolean play(SaleId sale, Map<String, String> webhooks, Play play) throws IOException, InterruptedException {
        SystemAddresses given = options.addresses();
        if (new ApiProbe(given.api()).look().answers()) {
            if (options.servers() != ServerKind.OPEN) {
                throw new RunRefusedException("a system answers on " + given.api() + ", but "
                        + (options.cluster ? "--cluster" : "--secure") + " brings up its own; choose a free --port");
            }
            if (!webhooks.isEmpty()) {
                throw new RunRefusedException("a system answers on " + given.api()
                        + ", but the case paid needs one that tells its own shop; choose a free --port");
            }
            terminal.say("Using the system on " + given.api());
            sayPages(given, sale);
            return reported(sale, given, options.credentials(), play, null);
        }
        if (!LOCAL.contains(options.host)) {
            throw new RunRefusedException(
                    "nothing answers on " + given.api() + ", and a system can be brought up on this machine only");
        }
        Credentials credentials = Credentials.random(options.runCase.asksForBuyersTokens());
        try (OwnSystem system = bringUp(credentials, webhooks)) {
            sayPages(system.addresses(), sale);
            terminal.say("  the token of the console is " + credentials.admin().secret());
            boolean isPass = reported(sale, system.addresses(), credentials, play, system.rootKey());
            if (options.stay) {
                stay();
            }
            return isPass;
        }
    }

    /**
     * Plays, has the receipts checked, and saves the report of the sale while the system is there.
     *
     * @param rootKey of a system that must give receipts; null for one that may
     */
    private boolean reported(SaleId sale, SystemAddresses system, Credentials credentials, Play play, String rootKey)
            throws IOException, InterruptedException {
        Played played = played(play, system, credentials);
        boolean areProven = new ReceiptStep(folder, terminal)
                .areProven(
                        played.accepted(),
                        rootKey,
                        (verifier, receipts) -> new SaleProofs(List.of(system.api()), sale, verifier, receipts));
        played.files().forEach(terminal::say);
        boolean isPass = areProven && played.isPass();
        SavedReport report = new SavedReport(system.api(), credentials.admin(), folder.path());
        try {
            Path page = report.save(sale, options.verdict(isPass));
            terminal.say("  report           " + page);
            terminal.say("  report as JSON   " + page.resolveSibling("report.json"));
        } catch (SavedReport.NoReportException e) {
            terminal.say("  report           none: " + e.getMessage());
        }
        return isPass;
    }

    private static Played played(Play play, SystemAddresses system, Credentials credentials)
            throws IOException, InterruptedException {
        try {
            return play.on(system, credentials);
        } catch (JedisException e) {
            throw new RedisFailedException(system.redis(), e);
        }
    }

    private void sayPages(SystemAddresses system, SaleId sale) {
        URI api = system.api();
        terminal.say("Its pages: " + api.resolve("/sales/" + sale) + " and " + api.resolve("/console"));
    }

    private OwnSystem bringUp(Credentials credentials, Map<String, String> webhooks) {
        SystemPorts ports = SystemPorts.usual(options.port);
        List<Integer> taken = ports.taken(options.port);
        terminal.say("Nothing answers on port " + options.port + ": bringing up a system for this run");
        if (!taken.isEmpty()) {
            terminal.say("Others listen on " + taken + ": taking free ports instead");
        }
        OwnSystem system = OwnSystem.start(
                options.servers(),
                folder.system(),
                options.saleCase().sale(),
                ports,
                credentials.variables(),
                webhooks);
        terminal.say("Started (" + system.addresses() + ", logs=" + folder.system() + ")");
        return system;
    }

    /** The run has its outcome by now, so being stopped is no failure any more. */
    private void stay() {
        terminal.say("The system stays until Ctrl-C");
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException stopped) {
            terminal.say("stopping");
        }
    }
}
