package dev.seckill.consumer.certify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.model.log.Reason;
import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.NoteKey;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The file that names the cosigners: in each line a key and an address, with spaces between; lines with # are for people. */
public final class CosignersFile {

    /** Each has a thread, and a line under each checkpoint. */
    static final int COSIGNERS_MAX = 16;

    private static final int BYTES_MAX = 65_536;

    private CosignersFile() {}

    /**
     * Reads it.
     *
     * @param file null if there is none
     * @throws IllegalArgumentException if it can't be used; the message names file and line
     */
    public static List<CosignerAddress> read(Path file) {
        List<CosignerAddress> cosigners = new ArrayList<>();
        String[] lines = file == null ? new String[0] : text(file).split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                add(cosigners, line, file + ", line " + (i + 1) + ": ");
            }
        }
        if (cosigners.size() > COSIGNERS_MAX) {
            throw new IllegalArgumentException(file + " must name at most " + COSIGNERS_MAX + " cosigners");
        }
        return cosigners;
    }

    private static String text(Path file) {
        try (InputStream bytes = Files.newInputStream(file)) {
            byte[] read = bytes.readNBytes(BYTES_MAX + 1);
            if (read.length > BYTES_MAX) {
                throw new IllegalArgumentException(file + " must have at most " + BYTES_MAX + " bytes");
            }
            return new String(read, UTF_8);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("there is no file " + file, e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " can't be read: " + Reason.of(e), e);
        }
    }

    private static void add(List<CosignerAddress> cosigners, String line, String where) {
        String[] parts = line.split("\\s+");
        if (parts.length != 2) {
            throw new IllegalArgumentException(where + "must be a key and an address");
        }
        CosignerAddress cosigner;
        try {
            cosigner = new CosignerAddress(NoteKey.parse(parts[0]), URI.create(parts[1]));
        } catch (BadTextException | IllegalArgumentException e) {
            throw new IllegalArgumentException(where + Reason.of(e), e);
        }
        if (cosigners.stream()
                .anyMatch(other -> other.key().name().equals(cosigner.key().name()))) {
            throw new IllegalArgumentException(where + "another line has a key of that name");
        }
        cosigners.add(cosigner);
    }
}
