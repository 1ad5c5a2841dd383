package dev.seckill.api.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** What of the pages lies in the jar: this project's own files, and those of uPlot. */
final class PageResources {

    /** The version is the root pom's; the shaded jar does not say it anywhere else. */
    private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

    private PageResources() {}

    /**
     * The bytes of a file by its name, which names no folder.
     *
     * @throws IllegalArgumentException if there is none
     */
    static byte[] bytes(String name) {
        String path = name.startsWith("uPlot.") ? CHARTS + name : name;
        try (InputStream stream = PageResources.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalArgumentException("the jar lacks " + path);
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the jar cannot be read at " + path, e);
        }
    }

    /** The same as text. */
    static String text(String name) {
        return new String(bytes(name), UTF_8);
    }
}
