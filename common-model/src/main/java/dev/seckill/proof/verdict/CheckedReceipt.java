package dev.seckill.proof.verdict;

import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.note.Note.Signed;
import dev.seckill.proof.text.Certificate;
import dev.seckill.proof.text.Checkpoint;
import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.text.LeafKind;
import dev.seckill.proof.text.Receipt;
import dev.seckill.proof.text.ReceiptFile;
import dev.seckill.proof.text.ShopKeys;
import dev.seckill.proof.text.TlogProof;
import dev.seckill.proof.tree.Hash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A receipt that the shop has signed, and what else of the same sale it has signed. Whatever is added is looked at first, so
 * that nothing here is of anybody else. Used once.
 */
final class CheckedReceipt {

    /** A tree, and the text that signs it. */
    record Head(long size, Hash root, Note note) {}

    /** What the shop says of the whole, and the text that it signed. */
    record Sum(Certificate certificate, Note note) {}

    private final ReceiptFile file;
    private final ShopKeys keys;
    private final KnownKeys known;
    private final Trust trust;
    private final Receipt receipt;

    final List<Head> heads = new ArrayList<>();
    final List<Sum> certificates = new ArrayList<>();
    final Map<Checkpoint, List<Signed>> cosigned = new HashMap<>();
    /** Proofs of the receipt's own leaf. */
    final List<TlogProof> own = new ArrayList<>();
    /** What else stands at the receipt's number. */
    final List<TlogProof> other = new ArrayList<>();
    /** Releases of the order. */
    final List<EventLeaf> releases = new ArrayList<>();

    final List<Receipt> rivals = new ArrayList<>();

    /**
     * @param keys the list in the file: the shop cannot take back what it has signed by leaving a key out of a later one
     * @param known this and later ones
     * @throws BadTextException if the shop has not signed it, or the file is not its holder's
     */
    CheckedReceipt(ReceiptFile file, ShopKeys keys, KnownKeys known, Trust trust) {
        this.file = file;
        this.keys = keys;
        this.known = known;
        this.trust = trust;
        this.receipt = Receipt.parse(Note.parse(file.receipt()));
        receipt.requireSigned(keys);
        if (!file.isHolderOf(receipt.leaf())) {
            throw new BadTextException("the receipt is not of this order and buyer");
        }
        if (file.proof() != null) {
            TlogProof proof = TlogProof.parse(file.proof());
            if (proof.content() == null) {
                // It would prove the same, but a file of ours has it, and so this one was changed.
                throw new BadTextException("the proof in a receipt file must hold the leaf");
            }
            add(proof);
        }
        if (file.certificate() != null) {
            add(Note.parse(file.certificate()));
        }
    }

    EventLeaf leaf() {
        return receipt.leaf();
    }

    /** As it is signed. */
    String note() {
        return receipt.note().toString();
    }

    ShopKeys keys() {
        return keys;
    }

    /** @throws BadTextException if it shows nothing of this order */
    void add(TlogProof proof) {
        add(proof.checkpoint());
        byte[] promised = leaf().bytes();
        byte[] content = proof.content() == null ? promised : proof.content();
        if (!proof.includes(content)) {
            throw new BadTextException("the proof does not lead from its leaf to the root of its checkpoint");
        }
        if (proof.index() != leaf().index()) {
            releases.add(release(content));
        } else if (Arrays.equals(content, promised)) {
            own.add(proof);
        } else {
            other.add(proof);
        }
    }

    private EventLeaf release(byte[] content) {
        EventLeaf event = EventLeaf.parse(content);
        if (event.kind() != LeafKind.RELEASED || !file.isAbout(event)) {
            throw new BadTextException("the proof is of event " + event.no() + ", which is not about this order");
        }
        return event;
    }

    /** @throws BadTextException if it is of another sale, or not signed by the shop */
    void add(Checkpoint checkpoint) {
        requireSale(checkpoint.origin());
        cosigned.put(checkpoint, checkpoint.cosigned(known.logKeys(), trust.cosigners()));
        heads.add(new Head(checkpoint.size(), checkpoint.root(), checkpoint.note()));
    }

    /** @throws BadTextException if it is no certificate of the sale, or not signed by the shop */
    void add(Note note) {
        Certificate certificate = known.certificate(note);
        requireSale(certificate.origin().toString());
        certificates.add(new Sum(certificate, note));
        heads.add(new Head(certificate.size(), certificate.root(), note));
    }

    /** @throws BadTextException if it is of another sale or event, or not signed by the shop */
    void add(Receipt another) {
        requireSale(another.leaf().origin().toString());
        known.byAny(list -> {
            another.requireSigned(list);
            return another;
        });
        if (another.leaf().no() != leaf().no()) {
            throw new BadTextException(
                    "the other receipt is of event " + another.leaf().no() + ", not of this one");
        }
        if (!another.leaf().equals(leaf())) {
            rivals.add(another);
        }
    }

    private void requireSale(String origin) {
        if (!origin.equals(leaf().origin().toString())) {
            throw new BadTextException("what was given is of " + origin + ", the receipt of " + leaf().origin());
        }
    }
}
