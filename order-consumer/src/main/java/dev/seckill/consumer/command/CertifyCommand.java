package dev.seckill.consumer.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.seckill.consumer.certify.Certifier;
import dev.seckill.consumer.certify.CertifySettings;
import dev.seckill.consumer.certify.CosignerAddress;
import dev.seckill.consumer.certify.Cosigners;
import dev.seckill.consumer.certify.CosignersFile;
import dev.seckill.consumer.certify.Standing;
import dev.seckill.consumer.status.ConsumerMetrics;
import dev.seckill.consumer.store.MySqlPool;
import dev.seckill.consumer.store.MySqlSettings;
import dev.seckill.model.SaleId;
import dev.seckill.model.proof.ProofKeys;
import dev.seckill.model.settings.Problems;
import dev.seckill.model.settings.SettingRules;
import dev.seckill.proof.text.ShopKeys.Role;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code certify}: what the consumer does all the time, once. */
@Command(
        name = "certify",
        description = "Signs what the order book has and no signed tree, writes the files of all sales, and tells how"
                + " far each is. Exit code 0: all is signed; 1: something keeps it up.")
final class CertifyCommand {

    private static final Logger LOG = LoggerFactory.getLogger(CertifyCommand.class);

    @Spec
    private CommandSpec spec;

    @Mixin
    private MySqlOptions mysql;

    @Mixin
    private PublishOptions proofs;

    @Option(
            names = "--sale",
            converter = AuditCommand.Sale.class,
            description = "Certify only this sale; without it, all sales of the book.")
    private SaleId sale;

    @Option(
            names = "--final",
            description = "Fail for a sale that has no final certificate: one that is not closed, or"
                    + " of which an order is still held.")
    private boolean isFinal;

    @Option(
            names = "--rebuild",
            description = "Make all files anew from the order book, of which nothing is believed but what is signed.")
    private boolean isRebuild;

    /** Certifies, tells how far each sale is, and returns the exit code. */
    int run(Problems problems, PrintWriter out) {
        MySqlSettings book = mysql.toSettings(new SettingRules(spec, problems), problems);
        CertifySettings settings = proofs.toSettings(1, Duration.ZERO, problems);
        if (settings == null && problems.isEmpty()) {
            problems.add("--proof-keys (PROOF_KEYS): must be given");
        }
        ProofKeys keys = keys(settings, problems);
        List<CosignerAddress> addresses = addresses(settings, problems);
        problems.check();
        Clock clock = Clock.systemUTC();
        Map<SaleId, Standing> standings = new TreeMap<>(Comparator.comparing(SaleId::value));
        try (HikariDataSource pool = MySqlPool.openForCommand(book);
                ConsumerMetrics metrics = new ConsumerMetrics();
                Cosigners cosigners = Cosigners.start(addresses, settings, keys, metrics.cosigners(), clock)) {
            Certifier certifier = isRebuild
                    ? Certifier.anew(pool, keys, settings, clock, cosigners)
                    : Certifier.of(pool, keys, settings, clock, cosigners);
            Predicate<SaleId> which = each -> sale == null || sale.equals(each);
            do {
                standings.putAll(certifier.turn(which));
                if (certifier.isAsking()) {
                    cosigners.awaitIdle();
                }
            } while (certifier.isMoving() || certifier.isAsking());
            cosigners.awaitIdle();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Commands.FAILED;
        }
        standings.forEach((id, standing) -> out.printf(
                Locale.ROOT,
                "%-20s %,12d  %s%s%n",
                id,
                standing.size(),
                standing.kind().name().toLowerCase(Locale.ROOT),
                standing.why() == null ? "" : ": " + standing.why()));
        out.flush();
        if (standings.isEmpty()) {
            LOG.error("order-consumer - the order book has no journal to certify");
        }
        return !standings.isEmpty() && standings.values().stream().allMatch(this::isGood)
                ? Commands.FINE
                : Commands.FAILED;
    }

    private static ProofKeys keys(CertifySettings settings, Problems problems) {
        try {
            return settings == null ? null : settings.keys().keys(Role.LOG, Instant.now());
        } catch (IllegalArgumentException e) {
            problems.add("--proof-keys (PROOF_KEYS): " + e.getMessage());
            return null;
        }
    }

    private static List<CosignerAddress> addresses(CertifySettings settings, Problems problems) {
        try {
            return settings == null
                    ? null
                    : CosignersFile.read(settings.cosigners().file());
        } catch (IllegalArgumentException e) {
            problems.add("--cosigners (PROOF_COSIGNERS): " + e.getMessage());
            return null;
        }
    }

    private boolean isGood(Standing standing) {
        return standing.kind() == Standing.Kind.FINAL
                || standing.kind() == Standing.Kind.FINE && !standing.isBehind() && !isFinal;
    }
}
