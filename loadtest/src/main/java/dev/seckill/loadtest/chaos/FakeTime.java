package dev.seckill.loadtest.chaos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The library of Debian's package {@code faketime}, which gives one process another time. */
final class FakeTime {

    private static final List<Path> PLACES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1"),
            Path.of("/usr/lib64/faketime/libfaketime.so.1"));

    private FakeTime() {}

    private static Optional<Path> library() {
        return PLACES.stream().filter(Files::isReadable).findFirst();
    }

    /** Whether it is installed. */
    static boolean isThere() {
        return library().isPresent();
    }

    /**
     * What a process needs to have it; how long things take stays true.
     *
     * @param offset such as {@code +5m}
     */
    static Map<String, String> variables(String offset) {
        return Map.of(
                "LD_PRELOAD",
                library()
                        .orElseThrow(() -> new IncidentException("faketime is not installed"))
                        .toString(),
                "FAKETIME",
                offset,
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                // Otherwise it mends waits that are whole, and a JVM's parked threads wake up at once.
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0");
    }
}
