package dev.seckill.consumer.certify;

import dev.seckill.model.proof.ProofFolder;
import dev.seckill.model.proof.ProofKeys;
import dev.seckill.proof.keyfile.ShopKeyFiles;
import dev.seckill.proof.note.JdkNoteSigner;
import dev.seckill.proof.note.PrivateNoteKey;
import dev.seckill.proof.text.ShopKeys;
import dev.seckill.proof.text.ShopKeys.Listed;
import dev.seckill.proof.text.ShopKeys.Role;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

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
    public static ProofKeys rotated(Path directory, Path other, Instant at) {
        new ShopKeyFiles(other)
                .makeNext(
                        new ShopKeyFiles(directory),
                        directory.resolve(ShopKeyFiles.ROOT),
                        Set.of(Role.LOG),
                        null,
                        at,
                        new SecureRandom());
        return folder(other).keys(Role.LOG, at);
    }

    public static ProofKeys read(Path directory) {
        return folder(directory).keys(ShopKeys.Role.LOG, Instant.now());
    }

    public static ProofFolder folder(Path directory) {
        return new ProofFolder(directory, BASE);
    }
}
