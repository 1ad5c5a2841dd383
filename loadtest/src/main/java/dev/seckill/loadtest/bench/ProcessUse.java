package dev.seckill.loadtest.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What a process has used so far, as the operating system accounts for it. */
public final class ProcessUse {

    private static final double KIB_PER_MB = 1e6 / 1024;
    /** Of the kernel, whose names of threads end after 15 characters. */
    private static final List<String> COMPILERS = List.of("(C1 CompilerThre)", "(C2 CompilerThre)");
    /** Linux counts in hundredths of a second, whatever its own clock does: proc(5), time(7). */
    private static final long TICK_MILLIS = 10;
    /** Fields 14 and 15 of proc(5)'s stat, counted from the one after the name, which is field 3. */
    private static final int USER_TIME = 11;

    private static final int SYSTEM_TIME = 12;

    private ProcessUse() {}

    /** Processor time, user and system; zero for a process that has ended. */
    static Duration cpu(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    /** Processor time of the compilers that a JVM has running; zero where the system has no {@code /proc}. */
    static Duration compilers(long pid) {
        Path threads = Path.of("/proc/" + pid + "/task");
        if (!Files.isDirectory(threads)) {
            return Duration.ZERO;
        }
        try (Stream<Path> all = Files.list(threads)) {
            return Duration.ofMillis(
                    TICK_MILLIS * all.mapToLong(ProcessUse::ticksOfCompiler).sum());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + threads, e);
        }
    }

    /** Of a thread that is no compiler, or has ended meanwhile, zero. */
    private static long ticksOfCompiler(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            int end = stat.lastIndexOf(')') + 1;
            if (!COMPILERS.contains(stat.substring(stat.indexOf('('), end))) {
                return 0;
            }
            String[] fields = stat.substring(end).strip().split(" ");
            return Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
        } catch (IOException endedMeanwhile) {
            return 0;
        }
    }

    /** Resident memory in MB (10^6 bytes); NaN where the system has no {@code /proc}. */
    static double residentMb(long pid) {
        return memoryMb(pid, "VmRSS:");
    }

    /** The same at the most since the process began. */
    public static double mostResidentMb(long pid) {
        return memoryMb(pid, "VmHWM:");
    }

    private static double memoryMb(long pid, String name) {
        Path status = Path.of("/proc/" + pid + "/status");
        if (!Files.isReadable(status)) {
            return Double.NaN;
        }
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith(name))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / KIB_PER_MB)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + status, e);
        }
    }
}
