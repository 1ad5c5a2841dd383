package dev.seckill.proof.command;

import dev.seckill.proof.note.NoteKey;
import dev.seckill.proof.text.Checkpoint;
import dev.seckill.proof.text.ShopKeys;
import dev.seckill.proof.tree.Hash;
import dev.seckill.proof.tree.TileTree;
import dev.seckill.proof.tree.TreeChecks;
import dev.seckill.proof.tree.TreeHashes;
import dev.seckill.proof.tree.TreeProofs;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;

/** {@code consistency}: whether two checkpoints that the shop signed are of one history. */
final class ConsistencyCommand implements Command {

    private static final String KEYS = "--keys";
    private static final String KEY = "--key";
    private static final String LEAVES = "--leaves";

    @Override
    public String usage() {
        return "OLD NEW --keys FILE [--key VKEY] [--leaves DIR|URL]";
    }

    @Override
    public Set<String> options() {
        return Set.of(KEYS, KEY, LEAVES);
    }

    @Override
    public ExitCode run(Arguments arguments, PrintStream out) {
        List<String> files = arguments.places(2);
        NoteKey pinned = arguments.option(KEY) == null ? null : NoteKey.parse(arguments.option(KEY));
        ShopKeys keys = InputFile.keys(arguments.required(KEYS), pinned);
        Checkpoint one = checkpoint(files.get(0), keys);
        Checkpoint other = checkpoint(files.get(1), keys);
        if (!one.origin().equals(other.origin())) {
            throw new BadInputException("the two checkpoints are of different sales");
        }
        return one.size() <= other.size()
                ? verdict(one, other, arguments.option(LEAVES), out)
                : verdict(other, one, arguments.option(LEAVES), out);
    }

    private static Checkpoint checkpoint(String file, ShopKeys keys) {
        return InputFile.readNote(file, note -> {
            Checkpoint checkpoint = Checkpoint.parse(note);
            checkpoint.cosigned(keys.logKeys(), List.of());
            return checkpoint;
        });
    }

    private static ExitCode verdict(Checkpoint old, Checkpoint larger, String leaves, PrintStream out) {
        if (old.size() == larger.size()) {
            return old.root().equals(larger.root())
                    ? proven(out, "both checkpoints are of the same tree")
                    : broken(old, larger, out);
        }
        if (old.size() == 0) {
            return proven(out, "a tree without a leaf begins every other");
        }
        if (leaves == null) {
            out.println("NOT YET: without the leaves (--leaves) nothing is known of trees of different sizes");
            return ExitCode.NOT_YET;
        }
        TreeHashes tree = new TileTree(LogFiles.at(leaves), larger.size());
        Hash root = TreeProofs.root(tree, larger.size());
        if (!root.equals(larger.root())) {
            throw new BadInputException(leaves + " holds another tree than the larger checkpoint is of");
        }
        List<Hash> proof = TreeProofs.consistency(tree, old.size(), larger.size());
        return TreeChecks.isConsistent(old.size(), old.root(), larger.size(), larger.root(), proof)
                ? proven(out, "the larger tree begins with all leaves of the smaller one")
                : broken(old, larger, out);
    }

    private static ExitCode proven(PrintStream out, String what) {
        out.println("PROVEN: " + what);
        return ExitCode.PROVEN;
    }

    /** The two notes are the evidence: whoever has the shop's keys sees that it signed both. */
    private static ExitCode broken(Checkpoint old, Checkpoint larger, PrintStream out) {
        out.println("BROKEN-4: the shop signed two histories of one sale");
        out.println();
        out.print(old.note());
        out.println();
        out.print(larger.note());
        return ExitCode.BROKEN;
    }
}
