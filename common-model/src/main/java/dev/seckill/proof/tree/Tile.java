package dev.seckill.proof.tree;

import dev.seckill.proof.note.BadTextException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file with up to 256 hashes of a tree that stand beside each other on one of its levels 0, 8, 16 …
 *
 * @param level 0 for the leaves, 1 for the roots of full tiles of level 0, and so on
 * @param index 0, 1, 2 … on its level
 * @param width hashes: 256, or fewer at the tree's right edge
 */
public record Tile(int level, long index, int width) {

    /** Hashes of a full one. */
    public static final int WIDTH = 256;

    /** Levels of a tree between two levels of tiles. */
    public static final int HEIGHT = 8;

    /** Levels above it, a tree of 2^63 leaves has none. */
    private static final int LEVEL_MAX = Long.SIZE / HEIGHT - 1;

    private static final String ENTRIES = "tile/entries/";
    private static final String LEAVES = "tile/0/";

    private static final Pattern PATH = Pattern.compile(
            "tile/(?<level>0|[1-9][0-9]?)/(?<index>(?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/(?<width>[1-9][0-9]{0,2}))?");

    /** @throws BadTextException if there can be no such tile */
    public Tile {
        if (level < 0 || level > LEVEL_MAX || index < 0 || width < 1 || width > WIDTH) {
            throw new BadTextException("no tile has level " + level + ", index " + index + ", width " + width);
        }
    }

    /** The one that holds a hash of a tree of so many leaves, as full as it is there. */
    static Tile holding(int level, long hashIndex, long size) {
        long index = hashIndex / WIDTH;
        long hashes = size >> HEIGHT * level;
        return new Tile(level, index, (int) Math.min(WIDTH, hashes - index * WIDTH));
    }

    /**
     * Those that a tree has and had not when it was smaller, the lower levels first.
     *
     * @param old leaves that it had
     * @param size leaves that it has
     */
    public static List<Tile> since(long old, long size) {
        List<Tile> tiles = new ArrayList<>();
        for (int level = 0; size >> HEIGHT * level > 0 && level <= LEVEL_MAX; level++) {
            long hashes = size >> HEIGHT * level;
            long before = old >> HEIGHT * level;
            for (long at = before / WIDTH * WIDTH; before < hashes && at < hashes; at += WIDTH) {
                tiles.add(holding(level, at, size));
            }
        }
        return tiles;
    }

    /** The tile whose {@link #path} this is. */
    public static Tile parse(String path) {
        Matcher parts = PATH.matcher(path);
        if (parts.matches()) {
            String width = parts.group("width");
            Tile tile = new Tile(
                    Integer.parseInt(parts.group("level")),
                    Long.parseLong(parts.group("index").replaceAll("[x/]", "")),
                    width == null ? WIDTH : Integer.parseInt(width));
            if (tile.path().equals(path)) {
                return tile;
            }
        }
        throw new BadTextException("no tile has this path");
    }

    /** Whether a tile has this path, be it for its hashes or for the content of the leaves. */
    public static boolean isPath(String path) {
        try {
            parse(path.startsWith(ENTRIES) ? LEAVES + path.substring(ENTRIES.length()) : path);
            return true;
        } catch (BadTextException none) {
            return false;
        }
    }

    /** The full tile in this one's place. */
    public Tile full() {
        return new Tile(level, index, WIDTH);
    }

    /** Whether it can hold no more. */
    public boolean isFull() {
        return width == WIDTH;
    }

    /** Where it is below the log's address or directory, such as {@code tile/0/x001/234.p/5}. */
    public String path() {
        return "tile/" + level + "/" + place();
    }

    /** Where the content of the leaves is, if it is one of level 0, such as {@code tile/entries/x001/234.p/5}. */
    public String entriesPath() {
        if (level != 0) {
            throw new IllegalStateException("only tiles of level 0 stand for leaves");
        }
        return ENTRIES + place();
    }

    private String place() {
        StringBuilder place = new StringBuilder(String.format(Locale.ROOT, "%03d", index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            place.insert(0, String.format(Locale.ROOT, "x%03d/", rest % 1000));
        }
        return isFull() ? place.toString() : place + ".p/" + width;
    }

    /** The leaf, or the hash of its level, that it begins with. */
    public long first() {
        return index * WIDTH;
    }

    /** What the file holds. */
    public byte[] bytes(TreeHashes hashes) {
        byte[] bytes = new byte[width * Hash.BYTES];
        for (int i = 0; i < width; i++) {
            hashes.at(level * HEIGHT, first() + i).copyTo(bytes, i * Hash.BYTES);
        }
        return bytes;
    }

    /**
     * The hashes of a file.
     *
     * @throws BadTextException if it holds more or less than the tile
     */
    public List<Hash> hashes(byte[] bytes) {
        if (bytes.length != width * Hash.BYTES) {
            throw new BadTextException(path() + " must be " + width * Hash.BYTES + " bytes, but is " + bytes.length);
        }
        List<Hash> hashes = new ArrayList<>(width);
        for (int i = 0; i < width; i++) {
            hashes.add(Hash.of(bytes, i * Hash.BYTES, (i + 1) * Hash.BYTES));
        }
        return hashes;
    }
}
