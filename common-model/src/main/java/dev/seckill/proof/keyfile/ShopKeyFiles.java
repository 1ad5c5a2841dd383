package dev.seckill.proof.keyfile;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.Base64Text;
import dev.seckill.proof.note.JdkNoteSigner;
import dev.seckill.proof.note.KeyType;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.note.NoteKey;
import dev.seckill.proof.note.PrivateNoteKey;
import dev.seckill.proof.text.Blind;
import dev.seckill.proof.text.ShopKeys;
import dev.seckill.proof.text.ShopKeys.Listed;
import dev.seckill.proof.text.ShopKeys.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The keys of a shop in a directory. Each program needs only some of them: the file that holds the root key may be taken away as
 * soon as the list of keys is signed.
 */
public final class ShopKeyFiles {

    /** The list of the public halves, signed by the root key. */
    public static final String KEYS = "keys";

    /** The private half of the key that signs it, for a safe. */
    public static final String ROOT = "root.key";

    private static final String MASTER = "master.key";

    private final Path directory;

    public ShopKeyFiles(Path directory) {
        this.directory = Objects.requireNonNull(directory, "directory");
    }

    /**
     * Makes all that a shop needs.
     *
     * @param certifiedWithin what the shop promises
     * @param now when it begins to sign
     * @return the key that strangers pin
     * @throws BadFileException if a part of it is there already
     */
    public NoteKey makeShop(String base, Duration certifiedWithin, Instant now, SecureRandom random) {
        makeDirectory();
        PrivateNoteKey root = makeRoot(base, random);
        List<Listed> listed = List.of(
                new Listed(Role.LOG, make(Role.LOG, base, random).key(), now, null),
                new Listed(Role.RECEIPTS, make(Role.RECEIPTS, base, random).key(), now, null));
        makeMaster(random);
        write(new ShopKeys(base, 1, now, root.key(), certifiedWithin, listed).signed(new JdkNoteSigner(root)));
        return root.key();
    }

    private void makeDirectory() {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new BadFileException(directory + " can't be made (" + e + ")", e);
        }
    }

    /**
     * Makes the directory that takes the place of an older one: its list of keys has the next number, some keys are new, the
     * others and the master secret are copied as far as they are there. The root key stays where it is.
     *
     * @param before the older one
     * @param root the file of the root key
     * @param fresh which keys are new
     * @param certifiedWithin what the shop promises from now on; null for as before
     * @param now when the keys that are replaced end
     * @return the key that strangers have pinned
     * @throws BadFileException if a part of it is there already, or one of the older ones can't be used
     * @throws BadTextException if the root key is not the one that signed the list before
     */
    public NoteKey makeNext(
            ShopKeyFiles before,
            Path root,
            Set<Role> fresh,
            Duration certifiedWithin,
            Instant now,
            SecureRandom random) {
        requireEmpty();
        ShopKeys old = ShopKeys.of(before.keys(), null);
        PrivateNoteKey rootKey = PrivateNoteKey.parse(SecretFile.read(root));
        if (!rootKey.key().equals(old.root())) {
            throw new BadTextException(root + " is not the root key of the list before");
        }
        Map<Role, PrivateNoteKey> made = new EnumMap<>(Role.class);
        Map<Role, NoteKey> named = new EnumMap<>(Role.class);
        for (Role role : fresh) {
            made.put(role, PrivateNoteKey.generate(role.keyName(old.base()), KeyType.ED25519, random));
            named.put(role, made.get(role).key());
        }
        ShopKeys next = old.next(now, certifiedWithin == null ? old.certifiedWithin() : certifiedWithin, named);
        makeDirectory();
        for (Role role : Role.values()) {
            if (made.containsKey(role)) {
                write(file(role), made.get(role));
            } else {
                copy(before, file(role));
            }
        }
        copy(before, MASTER);
        write(next.signed(new JdkNoteSigner(rootKey))); // the last one: without it, no program takes the others
        return next.root();
    }

    private void requireEmpty() {
        Stream.of(KEYS, file(Role.LOG), file(Role.RECEIPTS), MASTER)
                .map(directory::resolve)
                .filter(Files::exists)
                .findFirst()
                .ifPresent(file -> {
                    throw new BadFileException(file + " is there already, and a key is not written over");
                });
    }

    private void copy(ShopKeyFiles before, String name) {
        Path file = before.directory.resolve(name);
        if (Files.exists(file)) {
            SecretFile.write(directory.resolve(name), (SecretFile.read(file) + "\n").getBytes(US_ASCII));
        }
    }

    /**
     * Makes a new key of the shop itself, which signs the list of the others.
     *
     * @throws BadFileException if there is one already
     */
    public PrivateNoteKey makeRoot(String base, SecureRandom random) {
        return make(ROOT, base, random);
    }

    /** The same of a key that the list will name. */
    public PrivateNoteKey make(Role role, String base, SecureRandom random) {
        return make(file(role), role.keyName(base), random);
    }

    private PrivateNoteKey make(String file, String name, SecureRandom random) {
        PrivateNoteKey key = PrivateNoteKey.generate(name, KeyType.ED25519, random);
        write(file, key);
        return key;
    }

    private void write(String file, PrivateNoteKey key) {
        SecretFile.write(directory.resolve(file), (key.secret() + "\n").getBytes(US_ASCII));
    }

    /** Makes the secret that the salts of all orders come from. */
    public void makeMaster(SecureRandom random) {
        byte[] master = new byte[Blind.MASTER_BYTES];
        random.nextBytes(master);
        SecretFile.write(directory.resolve(MASTER), (Base64Text.of(master) + "\n").getBytes(US_ASCII));
    }

    /** Writes the signed list, which everybody may read. */
    public void write(Note keys) {
        try {
            Files.write(directory.resolve(KEYS), keys.bytes(), StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new BadFileException(directory.resolve(KEYS) + " can't be written (" + e + ")", e);
        }
    }

    /**
     * The private half of the key that signs in this role.
     *
     * @throws BadFileException if the file is not there, or others may read it
     * @throws BadTextException if it holds another key
     */
    public PrivateNoteKey key(Role role) {
        return PrivateNoteKey.parse(SecretFile.read(directory.resolve(file(role))));
    }

    /** The secret that the salts of all orders come from. */
    public byte[] master() {
        String text = SecretFile.read(directory.resolve(MASTER));
        return Base64Text.bytes("the master secret", text, Blind.MASTER_BYTES);
    }

    /**
     * The signed list, as it is handed out.
     *
     * @throws BadTextException if it is not signed by the root key that it names
     */
    public Note keys() {
        Path file = directory.resolve(KEYS);
        try {
            Note note = Note.parse(Files.readAllBytes(file));
            ShopKeys.of(note, null);
            return note;
        } catch (NoSuchFileException e) {
            throw new BadFileException("there is no file " + file, e);
        } catch (IOException e) {
            throw new BadFileException(file + " can't be read (" + e + ")", e);
        }
    }

    private static String file(Role role) {
        return role + ".key";
    }
}
