package dev.seckill.proof.tree;

/** Where the files of a log are: a directory, or an address. */
@FunctionalInterface
public interface TileReader {

    /**
     * The file at this path.
     *
     * @param path such as {@code tile/0/000}
     * @return what it holds; null if there is none
     */
    byte[] read(String path);
}
