package dev.seckill.model.tls;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Files of these tests: certificates of one CA, and their keys, which open nothing. */
final class Samples {

    private Samples() {}

    /** A copy that only its owner may read, as a key has to be. */
    static Path secret(Path folder, String name) throws IOException {
        Path copy = Files.copy(file(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
        return copy;
    }

    static Path file(String name) {
        try {
            return Path.of(Samples.class.getResource("/tls/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
