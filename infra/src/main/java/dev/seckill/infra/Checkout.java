package dev.seckill.infra;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The project's folder that this module's classes were built in, and what the build made there. */
public record Checkout(Path root) {

    /** From {@code infra/target/classes} as from {@code infra/target/infra-….jar}. */
    public static Checkout find() {
        try {
            Path classes = Path.of(Checkout.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return new Checkout(classes.resolve("../../..").normalize());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("can't tell where the classes of infra lie", e);
        }
    }

    public Path servers() {
        return root.resolve("infra/target/servers");
    }

    /** The folder of {@code infra/up}'s data unless told otherwise. */
    public Path stackData() {
        return root.resolve("infra/target/stack");
    }

    /**
     * The runnable jar of a module.
     *
     * @throws StartFailedException if it was not built
     */
    public Path jar(String module) {
        Path jar = root.resolve(module).resolve("target").resolve(module + ".jar");
        if (!Files.isRegularFile(jar)) {
            throw new StartFailedException(
                    module,
                    String.format(
                            Locale.ROOT,
                            "%s is missing; make it with: ./mvnw -q -DskipTests -pl %s -am package",
                            jar,
                            module));
        }
        return jar;
    }
}
