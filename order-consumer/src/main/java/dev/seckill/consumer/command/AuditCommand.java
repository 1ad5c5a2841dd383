package dev.seckill.consumer.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.seckill.consumer.audit.Audit;
import dev.seckill.consumer.audit.AuditReport;
import dev.seckill.consumer.audit.AuditSettings;
import dev.seckill.consumer.certify.TreeAudit;
import dev.seckill.consumer.store.MySqlOrderStore;
import dev.seckill.consumer.store.MySqlPool;
import dev.seckill.consumer.store.MySqlSettings;
import dev.seckill.consumer.store.OrderBookReader;
import dev.seckill.consumer.store.OrderBookSchema;
import dev.seckill.model.SaleId;
import dev.seckill.model.proof.ProofKeys;
import dev.seckill.model.proof.ProofOptions;
import dev.seckill.model.settings.Problems;
import dev.seckill.model.settings.SettingRules;
import dev.seckill.proof.text.ShopKeys.Role;
import java.io.PrintWriter;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code audit}: order log against order book. */
@Command(
        name = "audit",
        description =
                "Holds the order log against the order book, order id by order id. Exit code 0: they agree; 1: they"
                        + " do not.")
final class AuditCommand {

    @Spec
    private CommandSpec spec;

    @Mixin
    private LogOptions log;

    @Mixin
    private MySqlOptions mysql;

    @Mixin
    private BatchOptions batch;

    @Mixin
    private ReadOptions read;

    @Mixin
    private ProofOptions proofs;

    @Option(
            names = "--sale",
            converter = Sale.class,
            description = "Audit only this sale; without it, all sales of the log and the book.")
    private SaleId sale;

    @Option(
            names = "--allotment",
            description = "Units that each sale offered; without it, what the log knows. [0..2147483647]")
    private Integer allotment;

    @Option(names = "--repair", description = "Store what is missing.")
    private boolean repair;

    @Option(names = "--json", description = "Print a JSON object instead of a table.")
    private boolean json;

    @Option(
            names = "--allow-gaps",
            description = "Do not fail for gaps in seq, which a sale may have after a recover, nor for missing numbers"
                    + " of a journal.")
    private boolean allowGaps;

    /** Runs the audit, prints the report and returns the exit code. */
    int run(Problems problems, PrintWriter out) {
        SettingRules rules = new SettingRules(spec, problems);
        log.check(rules, problems);
        MySqlSettings book = mysql.toSettings(rules, problems);
        ProofKeys keys = proofs.toKeys(Role.LOG, Instant.now(), problems);
        problems.check();
        AuditSettings settings = new AuditSettings(
                log.connection(),
                log.topic,
                batch.group,
                batch.batchMax,
                batch.messageMaxBytes,
                log.ignored(),
                read.readWait,
                sale,
                allotment,
                allowGaps,
                repair);
        if (repair) {
            new OrderBookSchema(book).migrate();
        }
        try (HikariDataSource pool = MySqlPool.open(book)) {
            OrderBookReader reader = new OrderBookReader(pool, book, sale);
            AuditReport report = new Audit(settings, reader, new MySqlOrderStore(pool)).run();
            if (keys != null) {
                report = report.with(new TreeAudit(pool, keys).run(sale));
            }
            out.print(json ? report.asJson() : report.asTable());
            out.flush();
            return report.passes() ? Commands.FINE : Commands.FAILED;
        }
    }

    /** Reads the id of a sale. */
    static final class Sale implements ITypeConverter<SaleId> {

        @Override
        public SaleId convert(String text) {
            try {
                return new SaleId(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
