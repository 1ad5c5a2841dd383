package dev.seckill.proof;

import dev.seckill.proof.note.Note;
import dev.seckill.proof.note.NoteSignature;
import dev.seckill.proof.note.NoteSigner;
import dev.seckill.proof.text.Checkpoint;
import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.text.LeafKind;
import dev.seckill.proof.text.Receipt;
import dev.seckill.proof.text.ReceiptFile;
import dev.seckill.proof.text.Salt;
import dev.seckill.proof.text.TlogProof;
import dev.seckill.proof.tree.GrownTree;
import dev.seckill.proof.tree.Hash;
import dev.seckill.proof.tree.TreeHashes;
import dev.seckill.proof.tree.TreeProofs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A journal of {@link SampleShop}'s sale that adds up, event by event one second apart, and all that is signed about it. */
public final class SampleJournal {

    private final List<EventLeaf> leaves = new ArrayList<>();
    /** By the number of the order's acceptance. */
    private final Map<Long, String> buyers = new HashMap<>();

    private long left;
    private long units;
    private long seq;
    private long epoch;

    /** Three units for sale, one sold, two sold and given back, two events lost with Redis, one more sold, closed. */
    public static SampleJournal whole() {
        return new SampleJournal()
                .restocked(3)
                .accepted(1, "Zoë")
                .accepted(2, null)
                .released(3, 2)
                .lost(2, 1)
                .recovered()
                .accepted(1, "李")
                .confirmed(8)
                .closed();
    }

    public SampleJournal restocked(long more) {
        return add(LeafKind.RESTOCKED, more, null, null, null);
    }

    public SampleJournal accepted(long quantity, String buyer) {
        long no = leaves.size() + 1L;
        buyers.put(no, buyer);
        seq++;
        return add(LeafKind.ACCEPTED, -quantity, "car", holder(no, buyer), null);
    }

    /** The order that was accepted by the event of that number. */
    public SampleJournal released(long accepted, long quantity) {
        return ofOrder(LeafKind.RELEASED, accepted, quantity, buyers.get(accepted), "EXPIRED");
    }

    public SampleJournal confirmed(long accepted) {
        return ofOrder(LeafKind.CONFIRMED, accepted, 0, null, "shop");
    }

    private SampleJournal ofOrder(LeafKind kind, long accepted, long more, String buyer, String word) {
        return add(kind, more, null, holder(accepted, buyer), salt(accepted).detail("{\"by\":\"" + word + "\"}"));
    }

    public SampleJournal changed() {
        return add(LeafKind.SALE_CHANGED, 0, null, null, null);
    }

    public SampleJournal closed() {
        return add(LeafKind.CLOSED, 0, null, null, null);
    }

    /** So many numbers, among them so many orders. */
    public SampleJournal lost(int numbers, int orders) {
        for (int i = 0; i < numbers; i++) {
            leaves.add(EventLeaf.ofVoid(SampleShop.ORIGIN, leaves.size() + 1L));
        }
        seq += orders;
        return this;
    }

    /** Units that what is lost had taken, as the events see it that were decided before the sale was rebuilt. */
    public SampleJournal drift(long lostUnits) {
        left += lostUnits;
        return this;
    }

    public SampleJournal recovered() {
        left = units;
        epoch = at().toEpochMilli();
        return add(LeafKind.RECOVERED, 0, null, null, null);
    }

    private SampleJournal add(LeafKind kind, long more, String item, Hash holder, Hash detail) {
        left += more;
        units += more;
        leaves.add(new EventLeaf(
                SampleShop.ORIGIN,
                leaves.size() + 1L,
                kind,
                at(),
                epoch,
                more,
                left,
                kind == LeafKind.ACCEPTED ? seq : EventLeaf.NO_SEQ,
                item,
                holder,
                detail));
        return this;
    }

    private Instant at() {
        return SampleShop.BIRTH.plus(Duration.ofMillis(1001L * leaves.size()));
    }

    public List<EventLeaf> leaves() {
        return List.copyOf(leaves);
    }

    /** This journal with another leaf in one place. */
    public SampleJournal with(EventLeaf other) {
        SampleJournal changed = new SampleJournal();
        changed.leaves.addAll(leaves);
        changed.buyers.putAll(buyers);
        changed.leaves.set((int) other.index(), other);
        return changed;
    }

    /** Its first leaves. */
    public SampleJournal cut(int size) {
        SampleJournal shorter = new SampleJournal();
        shorter.leaves.addAll(leaves.subList(0, size));
        shorter.buyers.putAll(buyers);
        return shorter;
    }

    public EventLeaf leaf(long no) {
        return leaves.get((int) no - 1);
    }

    public TreeHashes tree() {
        return new GrownTree(
                (level, index) -> null, 0, leaves.stream().map(EventLeaf::hash).toList());
    }

    public Hash root() {
        return TreeProofs.root(tree(), leaves.size());
    }

    public Checkpoint checkpoint() {
        return Checkpoint.of(SampleShop.ORIGIN.toString(), leaves.size(), root(), SampleShop.LOG_OF_SALE);
    }

    /** The checkpoint as the cosigner saw it. */
    public Checkpoint checkpoint(Instant seen) {
        Note note = checkpoint().note();
        return Checkpoint.parse(note.with(NoteSignature.of(note.text(), SampleShop.COSIGNER, seen)));
    }

    public TlogProof proof(long no, Checkpoint checkpoint) {
        List<Hash> path = TreeProofs.inclusion(tree(), no - 1, leaves.size());
        return new TlogProof(leaf(no).bytes(), no - 1, path, checkpoint);
    }

    public Receipt receipt(long no) {
        return Receipt.of(leaf(no), SampleShop.RECEIPTS);
    }

    /** What the buyer has as soon as the order is accepted. */
    public ReceiptFile promise(long no) {
        return file(no, SampleShop.RECEIPTS);
    }

    public ReceiptFile file(long no, NoteSigner signer) {
        return new ReceiptFile(
                Receipt.of(leaf(no), signer).note().toString(),
                orderId(no),
                buyers.get(no),
                salt(no).base64(),
                SampleShop.KEYS.signed(SampleShop.ROOT).toString(),
                null,
                null);
    }

    private static Hash holder(long accepted, String buyer) {
        return salt(accepted).holder(orderId(accepted), buyer);
    }

    private static Salt salt(long accepted) {
        return SampleShop.BLIND.salt(orderId(accepted));
    }

    public static String orderId(long accepted) {
        return String.format(Locale.ROOT, "0193542f-7a00-7000-8000-%012x", accepted);
    }
}
