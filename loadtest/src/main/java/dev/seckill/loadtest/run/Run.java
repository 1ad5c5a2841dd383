package dev.seckill.loadtest.run;

import dev.seckill.infra.StartFailedException;
import dev.seckill.loadtest.CommandProgram;
import dev.seckill.loadtest.RunFolder;
import dev.seckill.loadtest.Terminal;
import dev.seckill.loadtest.load.JMeterHome;
import dev.seckill.loadtest.load.JMeterLoad;
import dev.seckill.loadtest.load.Load;
import dev.seckill.loadtest.load.LoadFailedException;
import dev.seckill.loadtest.pages.PagesVerdict;
import dev.seckill.loadtest.payments.ExampleShop;
import dev.seckill.loadtest.payments.WebhookSignature;
import dev.seckill.loadtest.proof.SaleProofs;
import dev.seckill.loadtest.rolling.RollingSystem;
import dev.seckill.loadtest.run.SystemUnderTest.Played;
import dev.seckill.loadtest.sale.OrderBookException;
import dev.seckill.loadtest.sale.UnusableSaleException;
import dev.seckill.loadtest.shop.ChangeFailedException;
import dev.seckill.loadtest.witness.Answer;
import dev.seckill.loadtest.witness.PaidPrinter;
import dev.seckill.loadtest.witness.PlannedPrinter;
import dev.seckill.loadtest.witness.RehearsalPrinter;
import dev.seckill.loadtest.witness.ShopAnswer;
import dev.seckill.loadtest.witness.Verdict;
import dev.seckill.loadtest.witness.VerdictPrinter;
import dev.seckill.model.SaleId;
import dev.seckill.model.settings.Problems;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import redis.clients.jedis.exceptions.JedisException;

/** The command behind {@code loadtest/run}. */
@Command(
        name = "loadtest/run",
        mixinStandardHelpOptions = true,
        version = "loadtest/run, part of seckill 0.1.0",
        usageHelpWidth = 100,
        sortOptions = false,
        description = {
            "Sends a crowd to a flash sale with JMeter and has a witness judge what came of it, or",
            "plays a planned sale over the sales API, or one whose orders are held until they are paid.",
            "Uses a system that answers on the port, else brings one up and stops it afterwards. With --rehearse",
            "it plays the burst on a system that is in use, as a sale that buyers are not shown."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:PASS",
            "1:FAIL, or the run could not be done",
            "2:bad usage, or refused because the sale is not this job's own"
        })
public final class Run implements CommandProgram.Job {

    /** A shop fails now and then, and is told again. */
    private static final int SHOP_FAILS_PERCENT = 5;

    private static final long SHOP_SEED = 2;

    private static final int PASS = 0;
    private static final int FAIL = 1;
    private static final int REFUSED = 2;

    private static final List<Class<? extends Exception>> EXPECTED = List.of(
            RunRefusedException.class,
            RedisFailedException.class,
            SystemNotReadyException.class,
            StartFailedException.class,
            UnusableSaleException.class,
            OrderBookException.class,
            LoadFailedException.class,
            ChangeFailedException.class,
            JedisException.class);

    private final Clock clock = Clock.systemUTC();

    @Mixin
    private RunOptions options;

    private Run() {}

    /** Runs the command line; ends the JVM with the exit code of {@code --help}. */
    public static void main(String[] args) {
        CommandProgram.run(new Run(), args);
    }

    @Override
    public void check(Problems problems) {
        options.check(problems);
    }

    @Override
    public boolean isExpected(Exception failure) {
        return EXPECTED.stream().anyMatch(type -> type.isInstance(failure));
    }

    @Override
    public int exitCode(Exception failure) {
        return failure instanceof RunRefusedException ? REFUSED : FAIL;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        RunFolder folder = options.launch.folder("flash-sale", clock);
        try {
            return play(folder, options.launch.terminal()) ? PASS : FAIL;
        } finally {
            folder.deleteIfEmpty();
        }
    }

    private boolean play(RunFolder folder, Terminal terminal) throws IOException, InterruptedException {
        if (options.rehearse.isGiven()) {
            return playRehearsal(folder, terminal);
        }
        SystemUnderTest system = new SystemUnderTest(options, folder, terminal);
        boolean isPass = switch (options.runCase) {
            case model -> playModelCase(system, folder, terminal, null);
            case pages -> playModelCase(system, folder, terminal, options.sale);
            case planned -> playPlanned(system, folder, terminal);
            case paid -> playPaid(system, folder, terminal);
            case rolling -> playRolling(folder, terminal);
        };
        if (isPass) {
            folder.deleteSystemData();
        }
        return isPass;
    }

    /** @param page the sale whose page is opened meanwhile; null for none */
    private boolean playModelCase(SystemUnderTest system, RunFolder folder, Terminal terminal, SaleId page)
            throws IOException, InterruptedException {
        JMeterLoad jmeter = new JMeterLoad(
                JMeterHome.find(options.launch.home().resolve("target/jmeter-home")),
                options.launch.home().resolve("flash-sale.jmx"),
                folder.path());
        List<Answer> answers = new ArrayList<>();
        Load buyers = (crowd, progress) -> {
            answers.addAll(jmeter.send(crowd, progress));
            return answers;
        };
        PageBurst pages = page == null ? null : new PageBurst(buyers, page);
        Load load = page == null ? buyers : pages;
        return system.play(options.sale, Map.of(), (addresses, credentials) -> {
            Verdict verdict = new FlashSale(options.saleCase(), addresses, load, terminal, clock).run(options.yes);
            terminal.say(VerdictPrinter.print(verdict));
            List<String> files = new ArrayList<>();
            files.add("  JMeter's report  " + jmeter.report());
            files.add("  verdict as JSON  " + folder.write(verdict));
            draw(PictureText.of(verdict), answers, files);
            boolean isPass = verdict.isPass();
            if (pages != null) {
                PagesVerdict onPages = pages.verdict();
                terminal.say("\nVerdict on the pages\n\n" + onPages.text() + VerdictPrinter.banner(onPages.isPass()));
                files.add("  pages as JSON    " + folder.write("pages.json", onPages));
                isPass &= onPages.isPass();
            }
            return Played.of(isPass, answers, files);
        });
    }

    private boolean playPlanned(SystemUnderTest system, RunFolder folder, Terminal terminal)
            throws IOException, InterruptedException {
        PlannedCase planned = options.plannedCase("planned-" + folder.path().getFileName());
        return system.play(planned.sale(), Map.of(), (addresses, credentials) -> {
            BuyerTokens tokens = tokens(planned, credentials, folder);
            PlannedSale.Outcome outcome =
                    new PlannedSale(planned, addresses, credentials.admin(), tokens, terminal, clock).run();
            terminal.say(PlannedPrinter.print(outcome.verdict()));
            List<String> files = files(folder, outcome.evidence().answers(), outcome.verdict());
            draw(PictureText.of(outcome.verdict()), outcome.evidence().seen(), files);
            return Played.of(outcome.verdict().isPass(), outcome.evidence().seen(), files);
        });
    }

    private boolean playRehearsal(RunFolder folder, Terminal terminal) throws IOException, InterruptedException {
        PlannedCase planned =
                options.plannedCase(SaleId.REHEARSAL + folder.path().getFileName());
        Credentials credentials = options.credentials();
        Rehearsal.Outcome outcome = new Rehearsal(
                        planned,
                        options.rehearse.url,
                        options.rehearse.client(),
                        credentials.admin(),
                        tokens(planned, credentials, folder),
                        terminal,
                        clock)
                .run();
        terminal.say(RehearsalPrinter.print(outcome.verdict()));
        List<String> files = files(folder, outcome.evidence().answers(), outcome.verdict());
        boolean areProven = new ReceiptStep(folder, terminal)
                .areProven(
                        Answer.orderIds(outcome.evidence().seen()),
                        null,
                        (verifier, receipts) -> new SaleProofs(
                                options.rehearse.client(),
                                List.of(options.rehearse.url),
                                planned.sale(),
                                verifier,
                                receipts));
        files.forEach(terminal::say);
        terminal.say("  what stays       the closed sale " + planned.sale()
                + ", which no list shows to buyers, and its journal");
        return areProven && outcome.verdict().isPass();
    }

    private static List<String> files(RunFolder folder, List<ShopAnswer> replies, Object verdict) throws IOException {
        List<String> files = new ArrayList<>();
        files.add("  all replies      " + ShopAnswersFile.write(folder, replies));
        files.add("  verdict as JSON  " + folder.write("verdict.json", verdict));
        return files;
    }

    private static BuyerTokens tokens(PlannedCase planned, Credentials credentials, RunFolder folder)
            throws InterruptedException {
        return credentials.buyerSecret() == null
                ? BuyerTokens.none()
                : BuyerTokens.mint(credentials.buyerSecret(), planned.buyers(), folder.path());
    }

    private boolean playPaid(SystemUnderTest system, RunFolder folder, Terminal terminal)
            throws IOException, InterruptedException {
        PlannedCase paid = options.plannedCase("paid-" + folder.path().getFileName());
        String secret = WebhookSignature.randomSecret();
        try (ExampleShop shop = new ExampleShop(List.of(secret), SHOP_FAILS_PERCENT, SHOP_SEED, clock)) {
            Map<String, String> webhooks = Map.of(
                    "WEBHOOK_URL", shop.url().toString(), "WEBHOOK_SECRETS", secret, "WEBHOOK_ALLOW_PRIVATE", "true");
            return system.play(paid.sale(), webhooks, (addresses, credentials) -> {
                BuyerTokens tokens = tokens(paid, credentials, folder);
                PaidSale.Outcome outcome =
                        new PaidSale(paid, addresses, credentials, tokens, shop, terminal, clock).run();
                terminal.say(PaidPrinter.print(outcome.verdict()));
                List<String> files = files(folder, outcome.evidence().answers(), outcome.verdict());
                draw(PictureText.of(outcome.verdict()), outcome.evidence().seen(), files);
                return Played.of(outcome.verdict().isPass(), outcome.evidence().seen(), files);
            });
        }
    }

    private boolean playRolling(RunFolder folder, Terminal terminal) throws IOException, InterruptedException {
        terminal.say("Starting the servers, two API instances and two consumers, each pair behind a balancer");
        Credentials credentials = Credentials.random(false);
        try (RollingSystem system =
                RollingSystem.start(options.servers(), folder.system(), options.sale, credentials.variables())) {
            RollingSale sale = new RollingSale(options.saleCase(), system, terminal, clock);
            Verdict verdict = sale.run();
            terminal.say(sale.restart().text()
                    + VerdictPrinter.print(verdict)
                    + (sale.restart().isPass() ? "" : VerdictPrinter.banner(false)));
            List<String> files = new ArrayList<>();
            files.add("  verdict as JSON  " + folder.write(verdict));
            files.add("  restart as JSON  " + folder.write("rolling.json", sale.restart()));
            draw(PictureText.of(verdict), sale.answers(), files);
            boolean areProven = new ReceiptStep(folder, terminal)
                    .areProven(
                            Answer.orderIds(sale.answers()),
                            system.rootKey(),
                            (verifier, receipts) -> new SaleProofs(system.apis(), options.sale, verifier, receipts));
            files.forEach(terminal::say);
            return areProven && verdict.isPass() && sale.restart().isPass();
        }
    }

    private void draw(PictureText words, List<Answer> answers, List<String> files) throws IOException {
        if (options.picture != null) {
            SalePicture.write(options.picture, words, answers);
            files.add("  picture          " + options.picture);
        }
    }
}
