package dev.seckill.consumer.certify;

import dev.seckill.consumer.certify.CertifySettings.Publish;
import dev.seckill.proof.text.Origin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/**
 * Where the files of each sale are: below the directory that strangers read, by their origin, or beside that as long as they may
 * not be read. A sale whose files were public once stays so.
 */
final class SaleFolders {

    /** No sale has an id that begins with a dot. */
    private static final String HIDDEN = ".unpublished";

    private final Path proofs;
    private final Publish publish;

    SaleFolders(Path proofs, Publish publish) {
        this.proofs = Objects.requireNonNull(proofs, "proofs");
        this.publish = Objects.requireNonNull(publish, "publish");
    }

    /** The directory itself. */
    Path proofs() {
        return proofs;
    }

    /** The files of a sale, wherever they are. */
    Path of(Origin origin) {
        if (publish == Publish.LIVE) {
            publish(origin);
        }
        return publish == Publish.LIVE || Files.exists(open(origin)) ? open(origin) : hidden(origin);
    }

    /**
     * From now on strangers may read the files of the sale.
     *
     * @return whether they could not before
     */
    boolean publish(Origin origin) {
        if (!Files.exists(hidden(origin)) || Files.exists(open(origin))) {
            return false;
        }
        try {
            Files.createDirectories(open(origin).getParent());
            Files.move(hidden(origin), open(origin), StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where strangers read: the address of a sale's files is its origin. */
    Path open(Origin origin) {
        return proofs.resolve(below(origin));
    }

    private Path hidden(Origin origin) {
        return proofs.resolve(HIDDEN).resolve(below(origin));
    }

    private static String below(Origin origin) {
        return origin.toString().substring(origin.base().length() + 1);
    }
}
