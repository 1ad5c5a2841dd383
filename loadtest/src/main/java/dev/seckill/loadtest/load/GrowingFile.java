package dev.seckill.loadtest.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a UTF-8 text file that another process is still writing. Not thread-safe. */
final class GrowingFile implements AutoCloseable {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path path;
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES);
    private final CharBuffer chars = CharBuffer.allocate(BUFFER_BYTES);
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private FileChannel channel;

    GrowingFile(Path path) {
        this.path = path;
    }

    /** What was written since the last call; empty when nothing was, or when there is no such file yet. */
    String readNew() throws IOException {
        if (channel == null) {
            if (!Files.exists(path)) {
                return "";
            }
            channel = FileChannel.open(path);
        }
        StringBuilder text = new StringBuilder();
        while (channel.read(bytes) > 0) {
            // Half a character at the end stays in the buffer for the next call.
            decoder.decode(bytes.flip(), chars.clear(), false);
            bytes.compact();
            text.append(chars.flip());
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
