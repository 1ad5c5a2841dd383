package dev.seckill.api.check;

import com.sun.management.UnixOperatingSystemMXBean;
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
        try {
            return Long.parseLong(Files.readString(ACCEPT_QUEUE).strip());
        } catch (IOException | NumberFormatException e) {
            return -1;
        }
    }
}
