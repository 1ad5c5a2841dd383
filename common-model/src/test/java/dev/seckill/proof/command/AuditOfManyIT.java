package dev.seckill.proof.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.proof.SampleFiles;
import dev.seckill.proof.SampleShop;
import dev.seckill.proof.text.Certificate;
import dev.seckill.proof.text.Certificate.State;
import dev.seckill.proof.text.Checkpoint;
import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.text.LeafKind;
import dev.seckill.proof.tree.EntryBundle;
import dev.seckill.proof.tree.Frontier;
import dev.seckill.proof.tree.Hash;
import dev.seckill.proof.tree.Tile;
import dev.seckill.proof.verdict.Equations;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A long sale is audited in little memory. With {@code -Daudit.events=1000000} this is the measurement. */
@Timeout(600)
final class AuditOfManyIT {

    private static final int EVENTS = Integer.getInteger("audit.events", 20_000);
    private static final String HEAP = EVENTS > 100_000 ? "-Xmx256m" : "-Xmx32m";

    @TempDir
    private Path directory;

    private final Equations equations = new Equations(SampleShop.ORIGIN);
    private final Frontier tree = new Frontier();
    private long left;
    private long seq;

    @Test
    void memoryGrowsByTheOrdersThatHaveUnitsAlone() {
        sell();
        long began = System.nanoTime();

        VerifierProcess.Run run = VerifierProcess.runIn(HEAP, "audit", directory.toString());

        System.out.printf(
                Locale.ROOT,
                "audit - a sale was audited (events=%d, heap=%s, seconds=%d)%n",
                EVENTS,
                HEAP,
                (System.nanoTime() - began) / 1_000_000_000);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("PROVEN: " + EVENTS + " events");
    }

    /** Writes what an auditor reads; two orders are accepted for each that is given back, which is the newest one. */
    private void sell() {
        List<byte[]> bundle = new ArrayList<>();
        for (long no = 1; no <= EVENTS; no++) {
            EventLeaf leaf = leaf(no);
            equations.take(leaf);
            tree.add(leaf.hash());
            bundle.add(leaf.bytes());
            if (bundle.size() == Tile.WIDTH || no == EVENTS) {
                Tile tile = new Tile(0, (no - 1) / Tile.WIDTH, bundle.size());
                SampleFiles.write(directory, tile.entriesPath(), EntryBundle.bytes(bundle));
                bundle.clear();
            }
        }
        Certificate certificate = new Certificate(
                SampleShop.ORIGIN, State.FINAL, SampleShop.BIRTH, EVENTS, tree.root(), equations.figures());
        Checkpoint checkpoint =
                Checkpoint.of(SampleShop.ORIGIN.toString(), EVENTS, tree.root(), SampleShop.LOG_OF_SALE);
        SampleFiles.write(
                directory, "keys", SampleShop.KEYS.signed(SampleShop.ROOT).bytes());
        SampleFiles.write(directory, "checkpoint", checkpoint.note().bytes());
        SampleFiles.write(
                directory, "certificate", certificate.signed(SampleShop.LOG).bytes());
    }

    private EventLeaf leaf(long no) {
        if (no == 1) {
            return leaf(no, LeafKind.RESTOCKED, EVENTS);
        }
        if (no == EVENTS) {
            return leaf(no, LeafKind.CLOSED, 0);
        }
        return no % 3 == 0 ? leaf(no, LeafKind.RELEASED, 1) : leaf(no, LeafKind.ACCEPTED, -1);
    }

    private EventLeaf leaf(long no, LeafKind kind, long units) {
        left += units;
        boolean isAccepted = kind == LeafKind.ACCEPTED;
        Instant at = SampleShop.BIRTH.plusMillis(no);
        return new EventLeaf(
                SampleShop.ORIGIN,
                no,
                kind,
                at,
                0,
                units,
                left,
                isAccepted ? ++seq : EventLeaf.NO_SEQ,
                isAccepted ? "car" : null,
                kind.isOfOrder() ? holder(isAccepted ? no : no - 1) : null,
                null);
    }

    private static Hash holder(long accepted) {
        return Hash.ofBytes(ByteBuffer.allocate(Long.BYTES).putLong(accepted).array());
    }
}
