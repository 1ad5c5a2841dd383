package dev.seckill.loadtest.observe;

import dev.seckill.proof.cosign.CosignServer;
import dev.seckill.proof.cosign.Cosigner;
import dev.seckill.proof.cosign.SeenCheckpoints;
import dev.seckill.proof.keyfile.ShopKeyFiles;
import dev.seckill.proof.note.JdkNoteSigner;
import dev.seckill.proof.note.KeyType;
import dev.seckill.proof.note.PrivateNoteKey;
import dev.seckill.proof.text.ShopKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/** A cosigner that signs every tree of the shop, or is not there. */
final class TestCosigner implements AutoCloseable {

    private static final String NAME = "watch.example";

    private final PrivateNoteKey key = PrivateNoteKey.generate(NAME, KeyType.COSIGNATURE, new SecureRandom());
    private final InetSocketAddress address;
    private final Path folder;
    private final SeenCheckpoints seen;
    private final Cosigner cosigner;
    private CosignServer server;

    /**
     * Signs from now on.
     *
     * @param folder for what it has signed, and for the file that names it
     * @param shop the keys of the shop
     */
    TestCosigner(Path folder, ShopKeyFiles shop, int port) {
        this.folder = folder;
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        seen = SeenCheckpoints.in(folder);
        cosigner = new Cosigner(
                new JdkNoteSigner(key), ShopKeys.of(shop.keys(), null).logKeys(), seen, Clock.systemUTC());
        open();
    }

    /** The file for {@code --cosigners} that names it. */
    Path file() {
        try {
            return Files.write(
                    folder.resolve("cosigners"), List.of(key.key() + " http://127.0.0.1:" + address.getPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nobody is there any more. */
    void shut() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    /** It signs again, where it did before. */
    void open() {
        if (server == null) {
            server = CosignServer.start(cosigner, address);
        }
    }

    @Override
    public void close() {
        shut();
        seen.close();
    }
}
