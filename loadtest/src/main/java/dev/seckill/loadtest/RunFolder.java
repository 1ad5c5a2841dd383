package dev.seckill.loadtest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.seckill.infra.process.Folders;
import dev.seckill.loadtest.witness.Verdict;
import dev.seckill.proof.tree.Hash;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Where one run leaves what it found, a new folder each time.
 *
 * @param path the folder; it exists
 */
public record RunFolder(Path path) {

    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT);

    /** Makes the folder, named by the time, below a folder in {@code target} of the module. */
    public static RunFolder create(Path home, String kind, Clock clock) throws IOException {
        String name = NAME.withZone(ZoneId.systemDefault()).format(clock.instant());
        return new RunFolder(
                Files.createDirectories(home.resolve("target").resolve(kind).resolve(name)));
    }

    /** Data and logs of a system that the run brings up itself. */
    public Path system() {
        return path.resolve("system");
    }

    /** The verdict for programs: the record's fields, and {@code pass}. */
    public Path write(Verdict verdict) throws IOException {
        return write("verdict.json", verdict);
    }

    /** A value as JSON: its fields, and what its {@code is} and {@code get} methods say; times and hashes as text. */
    public Path write(String name, Object value) throws IOException {
        Path file = path.resolve(name);
        new ObjectMapper()
                .registerModule(new SimpleModule()
                        .addSerializer(Instant.class, ToStringSerializer.instance)
                        .addSerializer(Hash.class, ToStringSerializer.instance))
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(file.toFile(), value);
        return file;
    }

    /** Deletes the folder if nothing is in it, after a run that was refused before it did anything. */
    public void deleteIfEmpty() throws IOException {
        try {
            Files.deleteIfExists(path);
        } catch (DirectoryNotEmptyException kept) {
            // What is in it is what the run found.
        }
    }

    /** Deletes the data of the system, which is large and of no use after a PASS; the logs stay. */
    public void deleteSystemData() throws IOException {
        Folders.delete(system().resolve("data"));
    }
}
