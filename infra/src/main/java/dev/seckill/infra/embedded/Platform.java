package dev.seckill.infra.embedded;

import java.util.Locale;

/**
 * The machine that the servers must run on, in the words of the artifacts.
 *
 * @param os {@code linux}, {@code darwin}, or what Java calls it
 * @param arch {@code amd64}, {@code arm64}, or what Java calls it
 */
record Platform(String os, String arch) {

    static Platform current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static Platform of(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String arch = osArch.toLowerCase(Locale.ROOT);
        return new Platform(
                os.startsWith("mac") ? "darwin" : os,
                switch (arch) {
                    case "x86_64", "amd64" -> "amd64";
                    case "aarch64", "arm64" -> "arm64";
                    default -> arch;
                });
    }

    @Override
    public String toString() {
        return os + "-" + arch;
    }
}
