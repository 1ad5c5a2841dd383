package dev.seckill.api.admission;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keys in a file. */
record FileKeySource(Path file, int bytesMax) implements KeySource {

    @Override
    public String read() throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] content = stream.readNBytes(bytesMax + 1);
            if (content.length > bytesMax) {
                throw new IOException("longer than " + bytesMax + " bytes");
            }
            return new String(content, UTF_8);
        }
    }
}
