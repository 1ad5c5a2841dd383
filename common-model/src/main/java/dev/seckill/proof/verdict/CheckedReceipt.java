package dev.seckill.proof.verdict;

import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.note.Note.Signed;
import dev.seckill.proof.note.NoteKey;
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
import java.util.function.Function;

/**
 * A receipt that the shop has signed, and what else of the same sale it has signed. Whatever is added is looked at first, so
 * that nothing here is of anybody else. Used once.
 */
final class CheckedReceipt {

    /** A tree, by whatever text signs it. */
    record Head(long size, Hash root) {}

    private final ReceiptFile file;
    private final ShopKeys keys;
    private final List<ShopKeys> lists;
    private final Trust trust;
    private final Receipt receipt;

    final List<Head> heads = new ArrayList<>();
    final List<Certificate> certificates = new ArrayList<>();
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
     * @param lists this and later ones
     * @throws BadTextException if the shop has not signed it, or the file is not its holder's
     */
    CheckedReceipt(ReceiptFile file, ShopKeys keys, List<ShopKeys> lists, Trust trust) {
        this.file = file;
        this.keys = keys;
        this.lists = lists;
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
        List<NoteKey> logKeys = lists.stream()
                .flatMap(list -> list.logKeys().stream())
                .distinct()
                .toList();
        cosigned.put(checkpoint, checkpoint.cosigned(logKeys, trust.cosigners()));
        heads.add(new Head(checkpoint.size(), checkpoint.root()));
    }

    /** @throws BadTextException if it is no certificate of the sale, or not signed by the shop */
    void add(Note note) {
        Certificate certificate = byAnyList(list -> Certificate.of(note, list));
        requireSale(certificate.origin().toString());
        certificates.add(certificate);
        heads.add(new Head(certificate.size(), certificate.root()));
    }

    /** @throws BadTextException if it is of another sale or event, or not signed by the shop */
    void add(Receipt another) {
        requireSale(another.leaf().origin().toString());
        byAnyList(list -> {
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

    private <T> T byAnyList(Function<ShopKeys, T> read) {
        BadTextException refusal = null;
        for (ShopKeys list : lists) {
            try {
                return read.apply(list);
            } catch (BadTextException e) {
                refusal = refusal == null ? e : refusal;
            }
        }
        throw refusal;
    }

    private void requireSale(String origin) {
        if (!origin.equals(leaf().origin().toString())) {
            throw new BadTextException("what was given is of " + origin + ", the receipt of " + leaf().origin());
        }
    }
}
