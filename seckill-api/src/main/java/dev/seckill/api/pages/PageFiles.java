package dev.seckill.api.pages;

import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The files that pages load, each read and compressed once. Thread-safe. */
public final class PageFiles {

    /** Where they are served. */
    public static final String FOLDER = "/static/";

    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "webp", "image/webp");

    private final Map<String, PageFile> byName = new HashMap<>();
    private final Map<String, String> addresses = new HashMap<>();

    /**
     * Reads them.
     *
     * @param names as they lie in the jar; several joined by {@code +} are served as one file, to save requests
     * @throws IllegalArgumentException if one is not there, or is nothing that a page loads
     */
    PageFiles(Collection<String> names) {
        names.forEach(this::add);
    }

    private void add(String name) {
        PageFile file = read(name);
        byName.put(file.name(), file);
        addresses.put(name, FOLDER + file.name());
    }

    /** A file under a name that tells its content; of several, the last one's. */
    private static PageFile read(String names) {
        List<String> parts = List.of(names.split("\\+"));
        String name = parts.get(parts.size() - 1);
        int dot = name.lastIndexOf('.') + 1;
        String type = TYPES.get(name.substring(dot));
        if (type == null) {
            throw new IllegalArgumentException("pages load no " + name);
        }
        PageBody body = new PageBody(together(parts));
        return new PageFile(name.substring(0, dot) + body.hash() + "." + name.substring(dot), type, body);
    }

    private static byte[] together(List<String> names) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String name : names) {
            if (all.size() > 0) {
                all.write('\n'); // the last line of the one before may have no end
            }
            all.writeBytes(PageResources.bytes(name));
        }
        return all.toByteArray();
    }

    /** A file by the last part of its address; null if there is none. */
    public PageFile find(String name) {
        return byName.get(name);
    }

    /**
     * Where a page finds a file.
     *
     * @param name as it lies in the jar
     */
    String address(String name) {
        String address = addresses.get(name);
        if (address == null) {
            throw new IllegalArgumentException("no page loads " + name);
        }
        return address;
    }
}
