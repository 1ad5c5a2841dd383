package dev.seckill.loadtest.chaos;

import dev.seckill.loadtest.proof.StandAloneVerifier;
import dev.seckill.loadtest.sale.OrderBookException;
import dev.seckill.loadtest.shop.ChangeFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Tells one lie after the other, each in a sale of its own, and sees what the buyers' receipts show of it. */
final class DishonestShop {

    private final ChaosSystem system;
    private final StandAloneVerifier verifier;
    private final Path folder;
    private final Consumer<String> diary;

    /** @param folder for the evidence: receipts, checkpoints, and what was said of them */
    DishonestShop(ChaosSystem system, StandAloneVerifier verifier, Path folder, Consumer<String> diary) {
        this.system = system;
        this.verifier = verifier;
        this.folder = folder;
        this.diary = diary;
    }

    /** What came of each of them. */
    List<LieResult> tellAll() throws IOException, InterruptedException {
        List<LieResult> results = new ArrayList<>();
        for (Lie lie : Lie.values()) {
            results.add(tell(new LieTold(lie, system)));
        }
        results.add(tell(new EarlyEnd(system)));
        return results;
    }

    private LieResult tell(Deceit deceit) throws IOException, InterruptedException {
        diary.accept(deceit.word() + ": " + deceit.story());
        Path evidence = Files.createDirectories(folder.resolve(deceit.word()));
        LieResult result = played(deceit, new LieFindings(deceit.word(), verifier, evidence));
        result.found().forEach(diary);
        return result;
    }

    private static LieResult played(Deceit deceit, LieFindings findings) throws IOException, InterruptedException {
        try {
            deceit.play(findings);
            return findings.result();
        } catch (IncidentException | ChangeFailedException | OrderBookException failed) {
            return findings.result().with(failed.getMessage());
        }
    }
}
