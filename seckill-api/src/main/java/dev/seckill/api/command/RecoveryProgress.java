package dev.seckill.api.command;

import dev.seckill.api.recover.Recovery;
import dev.seckill.api.recover.RecoveryReport;
import dev.seckill.api.recover.RecoveryReport.Found;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.Reason;
import java.io.PrintStream;

/** Tells the operator how a recovery goes; where it is about all sales, each line names its sale. */
final class RecoveryProgress implements Recovery.Progress {

    private final PrintStream out;
    private final boolean namesTheSale;
    private boolean fine = true;
    private boolean anyOver;

    RecoveryProgress(PrintStream out, boolean namesTheSale) {
        this.out = out;
        this.namesTheSale = namesTheSale;
    }

    @Override
    public void halted(SaleId sale, Found found) {
        printer(sale).halted(found);
    }

    @Override
    public void ended(SaleId sale, RecoveryReport report) {
        printer(sale).ended(report);
        anyOver = true;
        fine &= report.isFine();
    }

    @Override
    public void failed(SaleId sale, RuntimeException reason) {
        System.err.println(prefix(sale) + "recover - failed, nothing was opened: " + Reason.of(reason));
        anyOver = true;
        fine = false;
    }

    private RecoveryPrinter printer(SaleId sale) {
        return new RecoveryPrinter(out, prefix(sale));
    }

    private String prefix(SaleId sale) {
        return namesTheSale ? sale + ": " : "";
    }

    /** Whether every sale is sound now. */
    boolean isFine() {
        return fine;
    }

    /** Whether something was told of a sale. */
    boolean isAnyOver() {
        return anyOver;
    }
}
