package dev.seckill.proof.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.Note;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Objects;

/**
 * What a buyer keeps, as a file {@code .receipt.json}. Whoever has it can show that the order is theirs. Notes are in it word
 * for word, so that their signatures hold.
 *
 * @param receipt a note
 * @param buyer null if the order does not say
 * @param salt in base64
 * @param keys a note
 * @param proof that the order is in the tree; null while it is not
 * @param certificate a note; null while there is none
 */
public record ReceiptFile(
        String receipt, String orderId, String buyer, String salt, String keys, String proof, String certificate) {

    /** The longest file, in bytes. */
    public static final int BYTES_MAX = Note.BYTES_MAX;

    /** @throws BadTextException if what it must have is missing */
    public ReceiptFile {
        if (receipt == null || orderId == null || salt == null || keys == null) {
            throw new BadTextException("a receipt file must have receipt, orderId, salt and keys");
        }
    }

    /** @throws BadTextException if it is not exactly such a file */
    public static ReceiptFile parse(byte[] bytes) {
        if (bytes.length > BYTES_MAX) {
            throw new BadTextException("a receipt file has at most " + BYTES_MAX + " bytes");
        }
        JsonFields json;
        try {
            json = new JsonFields(
                    UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            throw new BadTextException("a receipt file is UTF-8", e);
        }
        ReceiptFile file = new ReceiptFile(
                json.next("receipt"),
                json.next("orderId"),
                json.next("buyer"),
                json.next("salt"),
                json.next("keys"),
                json.next("proof"),
                json.next("certificate"));
        json.end();
        return file;
    }

    /** The file. */
    public byte[] bytes() {
        return json().getBytes(UTF_8);
    }

    private String json() {
        return "{\"receipt\":" + JsonFields.quoted(receipt)
                + ",\"orderId\":" + JsonFields.quoted(orderId)
                + ",\"buyer\":" + JsonFields.quoted(buyer)
                + ",\"salt\":" + JsonFields.quoted(salt)
                + ",\"keys\":" + JsonFields.quoted(keys)
                + ",\"proof\":" + JsonFields.quoted(proof)
                + ",\"certificate\":" + JsonFields.quoted(certificate)
                + "}";
    }

    /** This file with what has come since. */
    public ReceiptFile with(String newProof, String newCertificate) {
        return new ReceiptFile(receipt, orderId, buyer, salt, keys, newProof, newCertificate);
    }

    /** Whether the leaf of an acceptance is this order's and this buyer's: only its salt can tell. */
    public boolean isHolderOf(EventLeaf leaf) {
        return isHolder(leaf, buyer);
    }

    /** The same of any event about the order: not every one says whose order it is. */
    public boolean isAbout(EventLeaf leaf) {
        return isHolder(leaf, buyer) || isHolder(leaf, null);
    }

    private boolean isHolder(EventLeaf leaf, String name) {
        Salt secret = Salt.parse(salt);
        try {
            return Objects.equals(leaf.holder(), secret.holder(orderId, name));
        } catch (IllegalArgumentException controlCharacters) {
            return false;
        }
    }

    /** Shows neither the salt nor whose it is. */
    @Override
    public String toString() {
        return "ReceiptFile[hidden]";
    }
}
