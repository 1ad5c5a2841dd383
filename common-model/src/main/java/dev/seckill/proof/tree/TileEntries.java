package dev.seckill.proof.tree;

import dev.seckill.proof.note.BadTextException;
import java.util.List;
import java.util.Objects;

/** What the leaves of a tree hold, as its files have it, 256 at once. The files are believed no more than their source. */
public final class TileEntries {

    private final TileReader files;
    private final long size;

    /** @param size leaves of the tree; which file at its right edge is partial follows from that */
    public TileEntries(TileReader files, long size) {
        this.files = Objects.requireNonNull(files, "files");
        this.size = size;
    }

    /**
     * The leaf of this index and those behind it in its file.
     *
     * @throws BadTextException if the file is not there, or holds more or less than it must
     */
    public List<byte[]> from(long index) {
        Tile tile = Tile.holding(0, index, size);
        int skipped = (int) (index - tile.first());
        return entries(tile).subList(skipped, tile.width());
    }

    /** A partial file may be gone once the full one is there. */
    private List<byte[]> entries(Tile tile) {
        byte[] bytes = files.read(tile.entriesPath());
        if (bytes != null) {
            return read(tile, bytes);
        }
        byte[] more = tile.isFull() ? null : files.read(tile.full().entriesPath());
        if (more == null) {
            throw new BadTextException("there is no " + tile.entriesPath());
        }
        return read(tile.full(), more);
    }

    private static List<byte[]> read(Tile tile, byte[] bytes) {
        try {
            return EntryBundle.entries(bytes, tile.width());
        } catch (BadTextException e) {
            throw new BadTextException(tile.entriesPath() + ": " + e.getMessage(), e);
        }
    }
}
