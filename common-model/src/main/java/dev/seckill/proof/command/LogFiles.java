package dev.seckill.proof.command;

import dev.seckill.proof.tree.EntryBundle;
import dev.seckill.proof.tree.Tile;
import dev.seckill.proof.tree.TileReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Files of a log, in a directory or at an address. Nothing that they hold is believed. */
final class LogFiles implements TileReader {

    /** The longest file: the contents of 256 leaves. */
    static final int BYTES_MAX = Tile.WIDTH * (Short.BYTES + EntryBundle.ENTRY_BYTES_MAX);

    /** For one file at an address, from the question to its last byte. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String place;
    private final TileReader files;

    private LogFiles(String place, TileReader files) {
        this.place = place;
        this.files = files;
    }

    /** @param place a directory, or an address that begins with {@code http://} or {@code https://} */
    static LogFiles at(String place) {
        return at(place, PATIENCE);
    }

    /** @param patience for each file at an address */
    static LogFiles at(String place, Duration patience) {
        if (!place.startsWith("http://") && !place.startsWith("https://")) {
            Path directory = Path.of(place);
            if (!Files.isDirectory(directory)) {
                throw new BadInputException(place + " is no directory");
            }
            return new LogFiles(place, path -> read(directory.resolve(path)));
        }
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(patience)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        String base = place.endsWith("/") ? place : place + "/";
        return new LogFiles(place, path -> fetch(client, base + path, patience));
    }

    @Override
    public byte[] read(String path) {
        return files.read(path);
    }

    /**
     * The same of a file without which nothing can be said.
     *
     * @throws BadInputException if it is not there
     */
    byte[] required(String path) {
        byte[] bytes = read(path);
        if (bytes == null) {
            throw new BadInputException("there is no " + path + " in " + place);
        }
        return bytes;
    }

    /** A file's bytes; null if it is not there. */
    static byte[] read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return bounded(in, file.toString());
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new BadInputException(file + " can't be read (" + e + ")", e);
        }
    }

    /** A server may be slow with the head of its reply as well as with each byte of it, so all of it together is bounded. */
    private static byte[] fetch(HttpClient client, String address, Duration patience) {
        try {
            CompletableFuture<HttpResponse<byte[]>> reply = client.sendAsync(
                    HttpRequest.newBuilder(URI.create(address)).build(), head -> new BoundedBody(BYTES_MAX));
            return content(address, awaited(reply, patience));
        } catch (IOException | IllegalArgumentException e) {
            throw new BadInputException(address + " can't be read (" + e + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BadInputException("stopped while reading " + address, e);
        }
    }

    private static <T> T awaited(CompletableFuture<T> reply, Duration patience)
            throws IOException, InterruptedException {
        try {
            return reply.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("it was not whole after " + patience.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } finally {
            reply.cancel(true); // one that is whole is not touched
        }
    }

    private static byte[] content(String address, HttpResponse<byte[]> reply) {
        if (reply.statusCode() == 404) {
            return null;
        }
        if (reply.statusCode() != 200) {
            throw new BadInputException(address + " answers " + reply.statusCode());
        }
        return reply.body();
    }

    private static byte[] bounded(InputStream in, String name) throws IOException {
        byte[] bytes = in.readNBytes(BYTES_MAX + 1);
        if (bytes.length > BYTES_MAX) {
            throw new BadInputException(name + " is longer than " + BYTES_MAX + " bytes");
        }
        return bytes;
    }
}
