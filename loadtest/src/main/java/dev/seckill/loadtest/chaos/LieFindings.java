package dev.seckill.loadtest.chaos;

import dev.seckill.loadtest.proof.StandAloneVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;

/** What is found of a lie, and what of that is otherwise than it must be. */
final class LieFindings {

    private final String lie;
    private final StandAloneVerifier verifier;
    private final Path folder;
    private final List<String> found = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();

    /** @param folder for receipts, checkpoints, and what was said of them */
    LieFindings(String lie, StandAloneVerifier verifier, Path folder) {
        this.lie = Objects.requireNonNull(lie, "lie");
        this.verifier = Objects.requireNonNull(verifier, "verifier");
        this.folder = Objects.requireNonNull(folder, "folder");
    }

    StandAloneVerifier verifier() {
        return verifier;
    }

    /** A place for evidence. */
    Path place(String name) {
        return folder.resolve(name);
    }

    void found(String line) {
        found.add(line);
    }

    void otherwise(String reason) {
        reasons.add(reason);
    }

    /**
     * Has all receipts checked by what strangers can read of the sale.
     *
     * @param when after what
     * @param receipts each under the number that it promises
     * @param files of the sale
     * @param broken what receipts must show, by their numbers; all others must be proven
     */
    void show(String when, SortedMap<Long, Path> receipts, Path files, Map<Long, String> broken)
            throws IOException, InterruptedException {
        Map<Path, String> verdicts = verifier.verify(
                List.copyOf(receipts.values()), place(when.replace(' ', '-') + ".txt"), "--leaves", files.toString());
        BrokenWord word = new BrokenWord(receipts, verdicts);
        found(when + ": " + word);
        word.otherwise(broken).forEach(reason -> otherwise(when + ": " + reason));
    }

    /** What was found so far. */
    LieResult result() {
        return new LieResult(lie, found, reasons);
    }
}
