package dev.seckill.consumer.command;

import dev.seckill.consumer.store.BookTrust;
import dev.seckill.model.settings.Problems;
import dev.seckill.model.tls.ClientTls;
import dev.seckill.model.tls.NamedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The certificates of common-model's tests. */
final class TlsFiles {

    static final Path FOLDER = Path.of("../common-model/src/test/resources/tls");
    static final Path CA = FOLDER.resolve("ca.pem");
    static final Path CERTIFICATE = FOLDER.resolve("one.pem");

    /** A copy of the key that only its owner may read. */
    static final Path KEY = key();

    private TlsFiles() {}

    static BookTrust trust() {
        return new BookTrust(ClientTls.read(new NamedFile("", CA), new Problems()));
    }

    private static Path key() {
        try {
            Path key = Files.createTempFile("key", ".pem");
            key.toFile().deleteOnExit();
            return Files.write(key, Files.readAllBytes(FOLDER.resolve("one-key.pem")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
