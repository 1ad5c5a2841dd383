package dev.seckill.loadtest.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The browser of this machine and its driver. Debian has both as packages, {@code chromium} and {@code chromium-driver};
 * nothing is ever downloaded. {@code -Dbrowser.chromium=FILE} and {@code -Dbrowser.driver=FILE} name other ones.
 *
 * @param browser the program
 * @param driver what Selenium speaks to
 */
record Chromium(Path browser, Path driver) {

    private static final String MODE = "browser";

    /** Whether tests without a browser have to fail: {@code -Dbrowser=required}. */
    static boolean isRequired() {
        return "required".equals(System.getProperty(MODE));
    }

    /** Both programs; empty if one is missing. */
    static Optional<Chromium> find() {
        return program("browser.chromium", "chromium")
                .flatMap(browser ->
                        program("browser.driver", "chromedriver").map(driver -> new Chromium(browser, driver)));
    }

    private static Optional<Path> program(String property, String name) {
        String given = System.getProperty(property);
        if (given != null) {
            return Optional.of(Path.of(given)).filter(Files::isExecutable);
        }
        String path = System.getenv().getOrDefault("PATH", "/usr/bin");
        for (String folder : path.split(File.pathSeparator)) {
            Path file = Path.of(folder).resolve(name);
            if (Files.isExecutable(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }
}
