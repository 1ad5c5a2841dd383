package dev.seckill.model.proof;

import dev.seckill.proof.keyfile.BadFileException;
import dev.seckill.proof.keyfile.ShopKeyFiles;
import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.note.PrivateNoteKey;
import dev.seckill.proof.text.Blind;
import dev.seckill.proof.text.Origin;
import dev.seckill.proof.text.ShopKeys;
import dev.seckill.proof.text.ShopKeys.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a program needs to prove sales: the key of its part, the secret that salts come from, and the list of keys that the
 * shop hands out. Read once, when the program starts. Thread-safe.
 */
public final class ProofKeys {

    private final ShopKeys listed;
    private final Note list;
    private final BouncyCastleNoteSigner signer;
    private final byte[] master;

    private ProofKeys(ShopKeys listed, Note list, BouncyCastleNoteSigner signer, byte[] master) {
        this.listed = listed;
        this.list = list;
        this.signer = signer;
        this.master = master;
    }

    /**
     * Reads the folder that {@code keygen} made.
     *
     * @param role what the program signs; keys of other roles need not be there
     * @param base the shop's address, as it must be the one that the keys are for
     * @param now when the key must be good
     * @throws IllegalArgumentException if something is missing, readable by others, of another shop or malformed; the message
     *     names the file and holds nothing of it
     */
    public static ProofKeys read(Path folder, Role role, String base, Instant now) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("there is no folder " + folder);
        }
        ShopKeyFiles files = new ShopKeyFiles(folder);
        Note list = read(folder.resolve(ShopKeyFiles.KEYS), files::keys);
        ShopKeys listed = read(folder.resolve(ShopKeyFiles.KEYS), () -> ShopKeys.of(list, null));
        if (!listed.base().equals(base)) {
            throw new IllegalArgumentException(
                    folder.resolve(ShopKeyFiles.KEYS) + " is of " + listed.base() + ", not of " + base);
        }
        Path file = folder.resolve(role + ".key");
        PrivateNoteKey pair = read(file, () -> files.key(role));
        List<?> good = role == Role.LOG ? listed.logKeys(now) : listed.receiptsKeys(now);
        if (!good.contains(pair.key())) {
            throw new IllegalArgumentException(file + " is not a key that the list " + ShopKeyFiles.KEYS
                    + " beside it has for " + role + " at this time");
        }
        byte[] master = read(folder.resolve("master.key"), files::master);
        return new ProofKeys(listed, list, new BouncyCastleNoteSigner(pair), master);
    }

    private static <T> T read(Path file, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (BadFileException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (BadTextException e) {
            throw new IllegalArgumentException(file + " is malformed: " + e.getMessage(), e);
        }
    }

    /** The list of keys, with its signature. */
    public Note list() {
        return list;
    }

    /** What the list says. */
    public ShopKeys listed() {
        return listed;
    }

    /** Signs in the program's role. */
    public BouncyCastleNoteSigner signer() {
        return signer;
    }

    /** Names a sale that began then. */
    public Origin origin(String sale, Instant birth) {
        return new Origin(listed.base(), sale, birth);
    }

    /** Makes the leaves of that sale. */
    public EventLeaves leaves(Origin origin) {
        return new EventLeaves(origin, Blind.of(master, origin));
    }

    /** Whether it signs the same with the same keys. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ProofKeys that
                && listed.equals(that.listed)
                && signer.key().equals(that.signer.key())
                && MessageDigest.isEqual(master, that.master);
    }

    @Override
    public int hashCode() {
        return listed.hashCode();
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "ProofKeys[" + signer.key() + "]";
    }
}
