package dev.seckill.proof.text;

import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.note.Note.Signed;
import dev.seckill.proof.note.NoteKey;
import dev.seckill.proof.note.NoteSigner;
import dev.seckill.proof.tree.Hash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The log's word that its tree has this root at this size (c2sp.org/tlog-checkpoint): signed by the log under the name of its
 * origin, and below that by cosigners.
 *
 * @param origin names the log
 * @param size leaves
 */
public record Checkpoint(Note note, String origin, long size, Hash root) {

    private static final String WHAT = "a checkpoint";

    private static final Pattern LINE = Pattern.compile("[!-~]{1,255}");

    /** @throws BadTextException if the parts do not belong together */
    public Checkpoint {
        Objects.requireNonNull(root, "root");
        if (size < 0 || !note.text().equals(text(origin, size, root))) {
            throw new BadTextException(WHAT + " must be origin, size and root");
        }
        if (size == 0 && !root.equals(Hash.OF_NO_LEAF)) {
            throw new BadTextException(WHAT + " without a leaf must have the root of no leaf");
        }
    }

    /** What is signed. */
    public static String text(String origin, long size, Hash root) {
        if (!LINE.matcher(origin).matches()) {
            throw new BadTextException(
                    "the origin of a checkpoint must be 1 to 255 characters of ASCII without a space");
        }
        return origin + "\n" + size + "\n" + root + "\n";
    }

    /**
     * Signs a tree head.
     *
     * @param log a key whose name is the origin
     */
    public static Checkpoint of(String origin, long size, Hash root, NoteSigner log) {
        if (!log.key().name().equals(origin)) {
            throw new IllegalArgumentException("the key that signs a checkpoint has its origin as name");
        }
        return new Checkpoint(Note.of(text(origin, size, root), log), origin, size, root);
    }

    /** @throws BadTextException if it is none; its signatures are not looked at */
    public static Checkpoint parse(Note note) {
        Lines lines = new Lines(WHAT, note.text());
        String origin = lines.line();
        long size = lines.number("its size", lines.line(), 0);
        Hash root = Hash.parse(lines.line());
        lines.end();
        return new Checkpoint(note, origin, size, root);
    }

    /**
     * What the cosigners that are known say of it.
     *
     * @param logKeys keys of the log, under any name
     * @throws BadTextException if the log has not signed before all others, or a signature of a known key does not hold
     */
    public List<Signed> cosigned(Collection<NoteKey> logKeys, Collection<NoteKey> cosigners) {
        List<NoteKey> named = logKeys.stream().map(key -> key.named(origin)).toList();
        if (named.stream().noneMatch(key -> note.signatures().get(0).claims(key))) {
            throw new BadTextException(WHAT + " must be signed by the log's key first");
        }
        List<NoteKey> known = new ArrayList<>(named);
        known.addAll(cosigners);
        return note.signed(known).stream()
                .filter(signed -> signed.at() != null && cosigners.contains(signed.key()))
                .toList();
    }
}
