package dev.seckill.consumer.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.seckill.consumer.report.BookReads;
import dev.seckill.consumer.report.OrderExport;
import dev.seckill.consumer.report.OrderExport.Format;
import dev.seckill.consumer.store.BookQueries;
import dev.seckill.consumer.store.MySqlPool;
import dev.seckill.consumer.store.MySqlSettings;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.Reason;
import dev.seckill.model.settings.Problems;
import dev.seckill.model.settings.SettingRules;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code export}: all orders of a sale, for other programs. */
@Command(
        name = "export",
        description = "Writes all orders of a sale to stdout. Exit code 0: all are written; 1: they are not, and what"
                + " is written has no end.")
final class ExportCommand {

    private static final Logger LOG = LoggerFactory.getLogger(ExportCommand.class);
    /** Nobody else waits for it. */
    private static final Duration TIMEOUT = Duration.ofDays(1);

    @Spec
    private CommandSpec spec;

    @Mixin
    private MySqlOptions mysql;

    @Option(names = "--sale", converter = AuditCommand.Sale.class, description = "The sale.")
    private SaleId sale;

    @Option(
            names = "--format",
            defaultValue = "csv",
            converter = Form.class,
            description = "csv (RFC 4180) or json (an array with one order in each line).")
    private Format format;

    /** Writes the orders and returns the exit code. */
    int run(Problems problems, PrintWriter out) {
        SettingRules rules = new SettingRules(spec, problems);
        MySqlSettings settings = mysql.toSettings(rules, problems);
        if (sale == null) {
            problems.add("--sale: must be given");
        }
        problems.check();
        try (HikariDataSource pool = MySqlPool.openForCommand(settings)) {
            BookReads book = new BookReads(new BookQueries(pool, settings), Clock.systemUTC());
            if (!book.knows(sale)) {
                LOG.error("order-consumer - the order book has nothing of such a sale (sale={})", sale);
                return Commands.FAILED;
            }
            new OrderExport(book, TIMEOUT, System::nanoTime).write(sale, format, new Checked(out));
            return out.checkError() ? Commands.FAILED : Commands.FINE;
        } catch (IOException e) {
            LOG.error("order-consumer - the orders are not all written (reason={})", Reason.of(e));
            return Commands.FAILED;
        }
    }

    /** Reads the name of a format. */
    static final class Form implements ITypeConverter<Format> {

        @Override
        public Format convert(String text) {
            for (Format format : Format.values()) {
                if (format.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return format;
                }
            }
            throw new TypeConversionException("must be csv or json");
        }
    }
}
