package dev.seckill.infra.app;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a program says in its log once it listens, since it was last started: the log may have earlier starts too. */
final class StartLine {

    private static final Pattern ADMIN_PORT = Pattern.compile("\\badminPort=(\\d+)[,)]");
    /** The line comes soon after the start; a log can grow for hours. */
    private static final int BYTES_MAX = 1 << 20;

    private final Path log;
    private long from;
    private OptionalInt adminPort = OptionalInt.empty();

    StartLine(Path log) {
        this.log = log;
    }

    /** What is in the log by now was said by an earlier process. */
    synchronized void expectAnew() {
        try {
            from = Files.exists(log) ? Files.size(log) : 0;
            adminPort = OptionalInt.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty while it has not been said. */
    synchronized OptionalInt adminPort() {
        if (adminPort.isEmpty() && Files.exists(log)) {
            Matcher said = ADMIN_PORT.matcher(saidSinceTheStart());
            adminPort = said.find() ? OptionalInt.of(Integer.parseInt(said.group(1))) : OptionalInt.empty();
        }
        return adminPort;
    }

    private String saidSinceTheStart() {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] said = new byte[(int) Math.min(BYTES_MAX, Math.max(0, file.length() - from))];
            file.seek(from);
            file.readFully(said);
            return new String(said, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
