package dev.seckill.loadtest.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where the build has laid JMeter out.
 *
 * @param jar the jar that starts it; what it needs lies around it
 */
public record JMeterHome(Path jar) {

    /** The build's plugin makes a folder with a random name, then {@code jmeter/bin/ApacheJMeter-VERSION.jar}. */
    private static final int DEPTH = 4;

    /**
     * Finds the newest JMeter below a folder.
     *
     * @throws LoadFailedException if there is none
     */
    public static JMeterHome find(Path folder) {
        try (Stream<Path> files = Files.walk(folder, DEPTH)) {
            return files.filter(JMeterHome::isStarter)
                    .max((one, other) -> Long.compare(modified(one), modified(other)))
                    .map(JMeterHome::new)
                    .orElseThrow(() -> new LoadFailedException("no JMeter in " + folder));
        } catch (IOException unreadable) {
            throw new LoadFailedException("no JMeter in " + folder, unreadable);
        }
    }

    private static boolean isStarter(Path file) {
        return file.endsWith(Path.of("bin", file.getFileName().toString()))
                && file.getFileName().toString().matches("ApacheJMeter-[0-9.]+\\.jar");
    }

    private static long modified(Path file) {
        return file.toFile().lastModified();
    }
}
