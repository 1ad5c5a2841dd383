package dev.seckill.loadtest.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.infra.Checkout;
import dev.seckill.infra.testing.TakesLong;
import dev.seckill.loadtest.ServerKind;
import dev.seckill.loadtest.Terminal;
import dev.seckill.loadtest.proof.StandAloneVerifier;
import dev.seckill.model.SaleId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A short chaos with a fixed seed: the fault that needs {@code recover}, everything killed at once, and then a shop that lies.
 * {@code .ci/run} plays every fault.
 */
@TakesLong
@Timeout(900)
class ChaosIT {

    private static final List<Fault> FAULTS = List.of(Fault.REDIS_LOST, Fault.EVERYTHING);
    private static final long SEED = 7;
    private static final int BUYERS = 8;
    private static final int RECEIPTS = 50;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void nothingIsLostOrSoldTwiceWhateverIsKilled(@TempDir Path folder) throws Exception {
        ChaosReport report = play(Plan.draw(SEED, FAULTS.size(), FAULTS), folder);

        assertThat(report.isPass())
                .as("%s%n%s", out, ReportPrinter.print(report))
                .isTrue();
        assertThat(report.rounds()).hasSameSizeAs(FAULTS);
        assertThat(report.total()).hasSize(3).allSatisfy(sale -> {
            assertThat(sale.reckoning().rows()).isPositive();
            assertThat(sale.reckoning().journal().events()).isPositive();
        });
        assertThat(report.rounds())
                .allSatisfy(round -> assertThat(round.receipts()).hasSize(3));
        assertThat(report.receipts()).hasSize(3).allSatisfy((sale, receipts) -> {
            assertThat(receipts.proven()).isEqualTo(receipts.receipts()).isPositive();
            assertThat(receipts.certificate()).isNotNull();
        });
        assertThat(report.lies())
                .extracting(LieResult::lie)
                .containsExactly(Lie.BOOK_LOSES_ROW.word(), Lie.BOOK_SWAPS_ROWS.word(), "book-ends-early");
        // Every buyer asked for its first order of the round again.
        assertThat(report.rounds())
                .allSatisfy(round -> assertThat(round.count(ReplyKind.REPLAYED)).isPositive());
        // One line per reply.
        assertThat(repliesIn(folder))
                .isEqualTo(report.rounds().stream()
                        .flatMap(round -> round.replies().values().stream())
                        .mapToLong(count -> count)
                        .sum());
    }

    /** Of each sale a file with a heading. */
    private static long repliesIn(Path folder) throws IOException {
        long replies = Files.readAllLines(folder.resolve("replies.csv")).size() - 1;
        for (SaleId sale : Stalls.PLANNED) {
            replies += Files.readAllLines(folder.resolve("replies-" + sale + ".csv"))
                            .size()
                    - 1;
        }
        return replies;
    }

    private ChaosReport play(Plan plan, Path folder) throws IOException, InterruptedException {
        Terminal terminal = new Terminal(new PrintStream(out, true, StandardCharsets.UTF_8), false, false);
        Clock clock = Clock.systemUTC();
        SaleId sale = SaleId.DEFAULT;
        try (ChaosSystem system = ChaosSystem.start(ServerKind.OPEN, folder.resolve("system"), sale, clock);
                ChaosRun run = new ChaosRun(
                        system,
                        BUYERS,
                        RECEIPTS,
                        StandAloneVerifier.find(Checkout.find().root(), system.rootKey()),
                        folder,
                        terminal,
                        clock)) {
            return run.play(plan).with(run.lie());
        }
    }
}
