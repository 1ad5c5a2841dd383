package dev.seckill.api.command;

import dev.seckill.model.settings.Problems;
import dev.seckill.model.tls.ClientTls;
import dev.seckill.model.tls.NamedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The certificates of common-model's tests. */
final class TlsFiles {

    static final Path FOLDER = Path.of("../common-model/src/test/resources/tls");
    static final Path CA = FOLDER.resolve("ca.pem");
    static final Path CERTIFICATE = FOLDER.resolve("one.pem");

    private TlsFiles() {}

    /** A copy of the key that only its owner may read. */
    static Path key(Path folder) throws IOException {
        Path key = Files.copy(
                FOLDER.resolve("one-key.pem"), folder.resolve("key.pem"), StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        return key;
    }

    static ClientTls trust() {
        return ClientTls.read(new NamedFile("", CA), new Problems());
    }

    static ClientTls client(Path folder) throws IOException {
        return ClientTls.read(
                new NamedFile("", CA), new NamedFile("", CERTIFICATE), new NamedFile("", key(folder)), new Problems());
    }
}
