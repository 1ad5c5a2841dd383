package dev.seckill.proof.tree;

import dev.seckill.proof.note.BadTextException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A tree as its tiles have it. What they hold is believed no more than their source: whoever read them for a proof checks it
 * against a signed root. Not thread-safe.
 */
public final class TileTree implements TreeHashes {

    /** Tiles that are kept in memory: 8 KB each, and at most eight are needed at once. */
    private static final int KEPT_MAX = 64;

    private final TileReader files;
    private final long size;
    private final Map<Tile, List<Hash>> kept = new LinkedHashMap<>(KEPT_MAX, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Tile, List<Hash>> eldest) {
            return size() > KEPT_MAX;
        }
    };

    /** @param size leaves of the tree; which tiles at its right edge are partial follows from that */
    public TileTree(TileReader files, long size) {
        this.files = Objects.requireNonNull(files, "files");
        this.size = size;
    }

    /**
     * {@inheritDoc}
     *
     * @throws BadTextException if a tile that it needs is not there, or of another length
     */
    @Override
    public Hash at(int level, long index) {
        if (index < 0 || index >= size >> level) {
            throw new IllegalArgumentException(
                    "no subtree " + index + " of level " + level + " is in a tree of " + size);
        }
        int below = level % Tile.HEIGHT;
        return combined(level / Tile.HEIGHT, index << below, 1 << below);
    }

    /** The node above so many hashes of a tile. */
    private Hash combined(int tileLevel, long first, int count) {
        if (count == 1) {
            Tile tile = Tile.holding(tileLevel, first, size);
            return kept.computeIfAbsent(tile, this::read).get((int) (first - tile.first()));
        }
        int half = count / 2;
        return Hash.ofNode(combined(tileLevel, first, half), combined(tileLevel, first + half, half));
    }

    /** A partial tile may be gone once the full one is there. */
    private List<Hash> read(Tile tile) {
        byte[] bytes = files.read(tile.path());
        if (bytes != null) {
            return tile.hashes(bytes);
        }
        byte[] more = tile.isFull() ? null : files.read(tile.full().path());
        if (more == null) {
            throw new BadTextException("there is no " + tile.path());
        }
        return tile.full().hashes(more);
    }
}
