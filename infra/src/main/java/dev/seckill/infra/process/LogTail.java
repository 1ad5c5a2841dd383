package dev.seckill.infra.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a log file, for messages about a program that failed. */
public final class LogTail {

    private static final int LINES_MAX = 15;
    private static final int BYTES_MAX = 8_192;

    private LogTail() {}

    /** The last lines, indented, under a line that names the file. */
    public static String of(Path log) {
        try {
            return "the end of " + log + ":\n" + lastLines(log);
        } catch (IOException e) {
            return "its log can't be read: " + e;
        }
    }

    private static String lastLines(Path log) throws IOException {
        if (!Files.exists(log)) {
            return "  (no such file)";
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] end = new byte[(int) Math.min(BYTES_MAX, file.length())];
            file.seek(file.length() - end.length);
            file.readFully(end);
            List<String> lines = new String(end, StandardCharsets.UTF_8).lines().toList();
            List<String> last = lines.subList(Math.max(0, lines.size() - LINES_MAX), lines.size());
            return last.isEmpty() ? "  (empty)" : "  " + String.join("\n  ", last);
        }
    }
}
