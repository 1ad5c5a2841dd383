package dev.seckill.proof.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;

/**
 * A text that keys have signed (c2sp.org/signed-note). A signature by a key that the reader does not know says nothing, so
 * nothing of the text may be believed before {@link #signed} was asked.
 *
 * @param text with the end of its last line
 */
public record Note(String text, List<NoteSignature> signatures) {

    /** The longest note, in bytes. */
    public static final int BYTES_MAX = 1_000_000;

    /** Most signatures of a note. */
    public static final int SIGNATURES_MAX = 100;

    /**
     * A signature that holds.
     *
     * @param at when, if it is a cosignature; otherwise null
     */
    public record Signed(NoteKey key, Instant at) {}

    /** @throws BadTextException if it could not be written as a note */
    public Note {
        signatures = List.copyOf(signatures);
        if (!text.endsWith("\n")) {
            throw new BadTextException("the text of a note must end with a line feed");
        }
        if (text.chars().anyMatch(c -> c < ' ' && c != '\n')) {
            throw new BadTextException("a note has no control character but the line feed");
        }
        if (signatures.isEmpty() || signatures.size() > SIGNATURES_MAX) {
            throw new BadTextException(
                    "a note has 1 to " + SIGNATURES_MAX + " signatures, but not " + signatures.size());
        }
        if (new HashSet<>(signatures).size() != signatures.size()) {
            throw new BadTextException("a note has no signature twice");
        }
    }

    /** The text signed by one key. */
    public static Note of(String text, NoteSigner signer) {
        return new Note(text, List.of(NoteSignature.of(text, signer)));
    }

    /** This note with one more signature, behind the others. */
    public Note with(NoteSignature signature) {
        List<NoteSignature> more = new ArrayList<>(signatures);
        more.add(signature);
        return new Note(text, more);
    }

    /**
     * Reads a note.
     *
     * @throws BadTextException if it is none
     */
    public static Note parse(byte[] bytes) {
        if (bytes.length > BYTES_MAX) {
            throw new BadTextException("a note has at most " + BYTES_MAX + " bytes");
        }
        try {
            return parse(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            throw new BadTextException("a note is UTF-8", e);
        }
    }

    /** The same of one that has been decoded. */
    public static Note parse(String note) {
        int end = note.lastIndexOf("\n\n");
        if (end < 0 || !note.endsWith("\n") || end + 2 >= note.length()) {
            throw new BadTextException("a note is a text, an empty line and signatures, each ended by a line feed");
        }
        List<NoteSignature> signatures = new ArrayList<>();
        for (String line : note.substring(end + 2, note.length() - 1).split("\n", SIGNATURES_MAX + 1)) {
            signatures.add(NoteSignature.parse(line));
        }
        return new Note(note.substring(0, end + 1), signatures);
    }

    /**
     * The signatures by keys that are known, in the order of their lines; those by others are passed over.
     *
     * @throws BadTextException if one of a known key does not hold, or there is none of a known key
     */
    public List<Signed> signed(Collection<NoteKey> known) {
        List<Signed> signed = new ArrayList<>();
        for (NoteSignature signature : signatures) {
            for (NoteKey key : known) {
                if (signature.claims(key)) {
                    signed.add(new Signed(key, signature.verified(text, key)));
                }
            }
        }
        if (signed.isEmpty()) {
            throw new BadTextException("no key that is known has signed");
        }
        return signed;
    }

    /** The note as it is sent. */
    public byte[] bytes() {
        return toString().getBytes(UTF_8);
    }

    @Override
    public String toString() {
        StringBuilder note = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> note.append(signature).append('\n'));
        return note.toString();
    }
}
