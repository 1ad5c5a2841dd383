package dev.seckill.consumer.certify;

import dev.seckill.consumer.audit.TreeCheck;
import dev.seckill.consumer.store.CertifiedTree;
import dev.seckill.consumer.store.CertifiedTrees;
import dev.seckill.consumer.store.LoggedEvents;
import dev.seckill.model.SaleId;
import dev.seckill.model.UndecodableOrderException;
import dev.seckill.model.log.Reason;
import dev.seckill.model.proof.ProofKeys;
import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.text.Checkpoint;
import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.text.Origin;
import dev.seckill.proof.tree.Frontier;
import dev.seckill.proof.tree.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;

/** Makes the trees of all sales anew from the book, and holds each against those that were signed. Signs nothing. */
public final class TreeAudit {

    private static final int EVENTS_AT_ONCE = 10_000;

    private final LoggedEvents events;
    private final CertifiedTrees trees;
    private final ProofKeys keys;

    public TreeAudit(DataSource dataSource, ProofKeys keys) {
        this.events = new LoggedEvents(dataSource);
        this.trees = new CertifiedTrees(dataSource);
        this.keys = Objects.requireNonNull(keys, "keys");
    }

    /**
     * Holds book and trees against each other.
     *
     * @param only the only sale; null for all
     * @throws dev.seckill.consumer.store.StoreUnavailableException if the book does not answer
     */
    public List<TreeCheck> run(SaleId only) {
        List<TreeCheck> checks = new ArrayList<>();
        for (Map.Entry<SaleId, Long> end : events.ends().entrySet()) {
            if (only == null || only.equals(end.getKey())) {
                checks.add(check(end.getKey(), end.getValue()));
            }
        }
        return checks;
    }

    private TreeCheck check(SaleId sale, long end) {
        try {
            Optional<Origin> origin =
                    SaleBirth.of(events, sale).origin(keys.listed().base(), sale);
            return origin.isEmpty()
                    ? new TreeCheck(sale.value(), "-", 0, 0, end, null)
                    : check(sale, origin.get(), end);
        } catch (UndecodableOrderException | BadTextException e) {
            return new TreeCheck(sale.value(), "-", 0, 0, end, Reason.of(e));
        }
    }

    private TreeCheck check(SaleId sale, Origin origin, long end) {
        Frontier tree = new Frontier();
        BookLeaves book = new BookLeaves(events, keys.leaves(origin), sale, 0, 0, EVENTS_AT_ONCE);
        long count = 0;
        long size = 0;
        String problem = null;
        for (CertifiedTree row = next(origin, 0); row != null; row = next(origin, row.size())) {
            count++;
            size = row.size();
            if (problem == null) {
                problem = problem(row, tree, book);
            }
        }
        return new TreeCheck(sale.value(), origin.toString(), count, size, Math.max(0, end - size), problem);
    }

    private CertifiedTree next(Origin origin, long size) {
        return trees.after(origin.toString(), size).orElse(null);
    }

    /** Takes the tree as far as the row. */
    private String problem(CertifiedTree row, Frontier tree, BookLeaves book) {
        try {
            Checkpoint signed = Checkpoint.parse(Note.parse(row.note()));
            signed.cosigned(keys.listed().logKeys(), List.of());
            boolean isOwn = signed.origin().equals(row.origin())
                    && signed.size() == row.size()
                    && signed.root().equals(Hash.of(row.root()));
            if (!isOwn) {
                return "the row of " + row.size() + " events is not what was signed";
            }
        } catch (BadTextException e) {
            return "the row of " + row.size() + " events is not signed by this shop: " + e.getMessage();
        }
        while (tree.size() < row.size()) {
            EventLeaf leaf = book.next();
            if (leaf == null) {
                return "event " + (tree.size() + 1) + " is signed, and the book does not have it";
            }
            tree.add(leaf.hash());
        }
        return tree.root().equals(Hash.of(row.root()))
                ? null
                : "the events up to " + row.size() + " are not those that were signed";
    }
}
