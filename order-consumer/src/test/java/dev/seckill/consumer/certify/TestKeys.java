package dev.seckill.consumer.certify;

import dev.seckill.model.proof.ProofFolder;
import dev.seckill.model.proof.ProofKeys;
import dev.seckill.proof.keyfile.SecretFile;
import dev.seckill.proof.keyfile.ShopKeyFiles;
import dev.seckill.proof.note.JdkNoteSigner;
import dev.seckill.proof.note.PrivateNoteKey;
import dev.seckill.proof.text.ShopKeys;
import dev.seckill.proof.text.ShopKeys.Listed;
import dev.seckill.proof.text.ShopKeys.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Throw-away keys of a shop. */
public final class TestKeys {

    public static final String BASE = "shop.example/proofs";
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

    private TestKeys() {}

    /** Makes them in a directory that is there. */
    public static ShopKeyFiles make(Path directory) {
        SecureRandom random = new SecureRandom();
        ShopKeyFiles files = new ShopKeyFiles(directory);
        PrivateNoteKey root = files.makeRoot(BASE, random);
        List<Listed> listed = List.of(
                new Listed(Role.LOG, files.make(Role.LOG, BASE, random).key(), FROM, null),
                new Listed(
                        Role.RECEIPTS, files.make(Role.RECEIPTS, BASE, random).key(), FROM, null));
        files.makeMaster(random);
        files.write(
                new ShopKeys(BASE, 1, FROM, root.key(), Duration.ofMinutes(5), listed).signed(new JdkNoteSigner(root)));
        return files;
    }

    /** The keys of the same shop, whose log signs with another key from a time on. */
    public static ProofKeys rotated(Path directory, Path other, Instant at) throws IOException {
        ShopKeys before = read(directory).listed();
        ShopKeyFiles files = new ShopKeyFiles(other);
        List<Listed> listed = new ArrayList<>();
        for (Listed each : before.listed()) {
            listed.add(each.role() == Role.LOG ? new Listed(Role.LOG, each.key(), each.from(), at) : each);
        }
        listed.add(new Listed(
                Role.LOG, files.make(Role.LOG, BASE, new SecureRandom()).key(), at, null));
        Files.copy(directory.resolve("master.key"), other.resolve("master.key"), StandardCopyOption.COPY_ATTRIBUTES);
        PrivateNoteKey root = PrivateNoteKey.parse(SecretFile.read(directory.resolve("root.key")));
        files.write(new ShopKeys(BASE, before.number() + 1, at, root.key(), before.certifiedWithin(), listed)
                .signed(new JdkNoteSigner(root)));
        return folder(other).keys(Role.LOG, at);
    }

    public static ProofKeys read(Path directory) {
        return folder(directory).keys(ShopKeys.Role.LOG, Instant.now());
    }

    public static ProofFolder folder(Path directory) {
        return new ProofFolder(directory, BASE);
    }
}
