package dev.seckill.proof.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.Base64Text;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.tree.Hash;
import dev.seckill.proof.tree.TreeChecks;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * That a leaf stands in a tree, with the checkpoint that says so (c2sp.org/tlog-proof).
 *
 * @param content what the leaf holds, as the format's extra data; null if it does not say
 * @param index the leaf's
 * @param path hashes from the leaf's sibling up to a child of the root
 */
public record TlogProof(byte[] content, long index, List<Hash> path, Checkpoint checkpoint) {

    private static final String WHAT = "a proof";
    private static final String HEADING = "c2sp.org/tlog-proof@v1";
    private static final String EXTRA = "extra";

    /** As long as the longest path. */
    private static final int PATH_MAX = 63;

    /** @throws BadTextException if there can be no such proof */
    public TlogProof {
        Objects.requireNonNull(checkpoint, "checkpoint");
        content = content == null ? null : content.clone();
        path = List.copyOf(path);
        if (index < 0 || index >= checkpoint.size() || path.size() > PATH_MAX) {
            throw new BadTextException(WHAT + " must be of a leaf that the checkpoint's tree has");
        }
    }

    /** @throws BadTextException if it is none; neither signature nor path is looked at */
    public static TlogProof parse(byte[] bytes) {
        try {
            return parse(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            throw new BadTextException(WHAT + " is UTF-8", e);
        }
    }

    /** The same of one that has been decoded. */
    public static TlogProof parse(String text) {
        int end = text.indexOf("\n\n");
        if (end < 0 || text.length() > Note.BYTES_MAX) {
            throw new BadTextException(WHAT + " must have a checkpoint behind an empty line");
        }
        Lines lines = new Lines(WHAT, text.substring(0, end + 1));
        lines.take(HEADING);
        byte[] content = lines.isNext(EXTRA) ? Base64Text.bytes("the leaf", lines.value(EXTRA)) : null;
        long index = lines.number("index", 0);
        List<Hash> path = new ArrayList<>();
        while (lines.hasMore()) {
            path.add(Hash.parse(lines.line()));
        }
        return new TlogProof(content, index, path, Checkpoint.parse(Note.parse(text.substring(end + 2))));
    }

    /** What the leaf holds; null if it does not say. */
    @Override
    public byte[] content() {
        return content == null ? null : content.clone();
    }

    /** Whether the path shows that the leaf holds this. */
    public boolean includes(byte[] leaf) {
        return TreeChecks.includes(Hash.ofLeaf(leaf), index, checkpoint.size(), path, checkpoint.root());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TlogProof that
                && Arrays.equals(content, that.content)
                && index == that.index
                && path.equals(that.path)
                && checkpoint.equals(that.checkpoint);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(content), index, path, checkpoint);
    }

    /** The file. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(HEADING).append('\n');
        if (content != null) {
            text.append(EXTRA).append(' ').append(Base64Text.of(content)).append('\n');
        }
        text.append("index ").append(index).append('\n');
        path.forEach(hash -> text.append(hash).append('\n'));
        return text.append('\n').append(checkpoint.note()).toString();
    }
}
