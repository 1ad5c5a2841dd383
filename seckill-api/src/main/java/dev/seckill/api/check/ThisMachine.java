package dev.seckill.api.check;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads what the system allows a process. */
final class ThisMachine {

    private static final Path ACCEPT_QUEUE = Path.of("/proc/sys/net/core/somaxconn");

    private ThisMachine() {}

    static CrowdCheck.Machine read() {
        return new CrowdCheck.Machine(files(), acceptQueue());
    }

    private static long files() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : -1;
    }

    private static long acceptQueue() {
        return number(ACCEPT_QUEUE);
    }
    /**
     * Of a file below /proc/sys, which gives its text to the first read alone: Files.readString asks for one byte first,
     * and finds 4096 to be 4. -1: the system does not tell.
     */
    private static long number(Path file) {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            return Long.parseLong(reader.readLine());
        } catch (IOException | NumberFormatException e) {
            return -1;
        }
    }
}
