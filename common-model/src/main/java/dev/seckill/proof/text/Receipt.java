package dev.seckill.proof.text;

import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.note.NoteSigner;
import java.util.Objects;

/** The shop's word that an event of the sale is the acceptance of an order: its leaf, signed. */
public record Receipt(Note note, EventLeaf leaf) {

    private static final String WHAT = "a receipt";

    private Receipt(Note note) {
        this(OneSignature.alone(WHAT, note), EventLeaf.parse(note.text()));
    }

    /** @throws BadTextException if the two do not belong together */
    public Receipt {
        Objects.requireNonNull(note, "note");
        if (leaf.kind() != LeafKind.ACCEPTED || !leaf.text().equals(note.text())) {
            throw new BadTextException(WHAT + " is of an accepted order");
        }
    }

    /** Signs the leaf of an accepted order. */
    public static Receipt of(EventLeaf leaf, NoteSigner signer) {
        return new Receipt(Note.of(leaf.text(), signer), leaf);
    }

    /** @throws BadTextException if it is none; its signature is not looked at */
    public static Receipt parse(Note note) {
        return new Receipt(note);
    }

    /** @throws BadTextException if no key that the shop had for receipts at that time has signed */
    public void requireSigned(ShopKeys keys) {
        if (!leaf.origin().base().equals(keys.base())) {
            throw new BadTextException(WHAT + " is of another shop than the keys");
        }
        OneSignature.require(WHAT, note, keys.receiptsKeys(leaf.at()));
    }
}
