package dev.seckill.infra.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What tests ask about processes that are not their children. */
public final class Processes {

    private Processes() {}

    /** A main class on this JVM's class path, in a JVM of its own; its errors go to this JVM's. */
    public static Process startMain(Class<?> mainClass, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(javaCommand(mainClass));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    public static List<String> javaCommand(Class<?> mainClass) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaArguments(mainClass));
        return command;
    }

    public static List<String> javaArguments(Class<?> mainClass) {
        return List.of(
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                mainClass.getName());
    }

    /** Whether it runs or could; a zombie, which only waits for its parent to look, counts as gone. */
    public static boolean exists(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false) && !isZombie(pid);
    }

    private static boolean isZombie(long pid) {
        Path status = Path.of("/proc/" + pid + "/status");
        try {
            return Files.readString(status).contains("State:\tZ");
        } catch (IOException e) {
            return false; // gone meanwhile, or not a Linux
        }
    }

    /** Whether a watcher of this pid runs. */
    public static boolean isWatched(long pid) {
        return ProcessHandle.allProcesses()
                .map(handle -> handle.info().arguments().orElse(new String[0]))
                .anyMatch(arguments -> isWatcherOf(pid, arguments));
    }

    private static boolean isWatcherOf(long pid, String[] arguments) {
        List<String> all = Arrays.asList(arguments);
        int name = all.indexOf("watcher");
        return name >= 0 && name + 1 < all.size() && all.get(name + 1).equals(Long.toString(pid));
    }

    public static void signal(String name, long pid) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + pid).start();
        if (kill.waitFor() != 0) {
            throw new IOException("can't send SIG" + name + " to " + pid);
        }
    }
}
