package dev.seckill.infra.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A process and all that it starts, directly or not, also what outlives it: each inherits a variable that no other process
 * has. Only where there is a {@code /proc}.
 *
 * @param mark the value of that variable
 */
public record Family(String mark) {

    private static final String VARIABLE = "SECKILL_TEST_FAMILY";

    /** A family that has no member yet. */
    public static Family create() {
        return new Family(UUID.randomUUID().toString());
    }

    /** Makes what this builder starts its first member. */
    public ProcessBuilder found(ProcessBuilder first) {
        first.environment().put(VARIABLE, mark);
        return first;
    }

    /** The process ids of those that run. */
    public Stream<Long> members() {
        String variable = VARIABLE + "=" + mark;
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> tells(pid, "environ").contains(variable));
    }

    /** The process id of a member with this text in its command line, where spaces part the arguments. */
    public Optional<Long> member(String partOfCommand) {
        return members()
                .filter(pid -> tells(pid, "cmdline").contains(partOfCommand))
                .findFirst();
    }

    /** Empty if the process is gone meanwhile, or is another user's. */
    private static String tells(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc/" + pid, file), StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }
}
