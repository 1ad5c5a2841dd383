package dev.seckill.infra.app;

import dev.seckill.infra.Checkout;
import dev.seckill.infra.process.ClassArchive;
import dev.seckill.infra.process.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How to run one of the project's own programs.
 *
 * @param name its name in messages, such as {@code api}
 * @param java what to run: options for the JVM, then {@code -jar FILE}, or a class
 * @param port the port of its HTTP server, given to it as {@code --port}; 0 = a free one, chosen once
 * @param arguments its further arguments
 * @param environment variables on top of this JVM's own
 * @param javaHome the Java to run it with
 * @param log the file that gets what it prints
 * @param startWait how long it may take until it is ready
 * @param stopWait how long its orderly stop may take
 * @param authority the CA, in PEM, that has signed what it shows if it speaks HTTPS; null if it speaks HTTP
 */
public record AppCommand(
        String name,
        List<String> java,
        int port,
        List<String> arguments,
        Map<String, String> environment,
        Path javaHome,
        Path log,
        Duration startWait,
        Duration stopWait,
        Path authority) {

    /** Default of {@link #startWait}. */
    public static final Duration START_WAIT = Duration.ofSeconds(90);

    /** Default of {@link #stopWait}. */
    public static final Duration STOP_WAIT = Duration.ofSeconds(60);

    /**
     * What the README runs each jar with; {@code loadtest/bench} prints the memory that it takes at full load. Of the
     * JVMs of Java 17 some do not know TrimNativeHeapInterval and some count it as experimental.
     */
    static final Map<String, List<String>> MEMORY = Map.of(
            "seckill-api",
            List.of(
                    "-Xmx160m",
                    "-Xmn80m",
                    "-XX:+UseParallelGC",
                    "-XX:+IgnoreUnrecognizedVMOptions",
                    "-XX:+UnlockExperimentalVMOptions",
                    "-XX:TrimNativeHeapInterval=10000",
                    "-XX:+ExitOnOutOfMemoryError"),
            "order-consumer",
            List.of("-Xmx128m", "-Xmn80m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));

    /** Copies the collections; chooses the port if it is 0. */
    public AppCommand {
        Objects.requireNonNull(name, "name");
        java = List.copyOf(java);
        port = port != 0 ? port : new Ports().free();
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        Objects.requireNonNull(javaHome, "javaHome");
        Objects.requireNonNull(log, "log");
        Objects.requireNonNull(startWait, "startWait");
        Objects.requireNonNull(stopWait, "stopWait");
    }

    /**
     * The jar of a module of this checkout, such as {@code seckill-api}, run with this JVM's Java, a bounded heap, and the
     * class archive that the build made of it.
     *
     * @throws dev.seckill.infra.StartFailedException if the jar was not built
     */
    public static AppCommand ofModule(String name, String module, int port, Path log) {
        Path jar = Checkout.find().jar(module);
        List<String> options = new ArrayList<>(MEMORY.getOrDefault(module, List.of()));
        options.addAll(ClassArchive.of(jar).options());
        return ofJar(name, jar, port, log).withJvmOptions(options.toArray(String[]::new));
    }

    /** A runnable jar, run with this JVM's Java. */
    public static AppCommand ofJar(String name, Path jar, int port, Path log) {
        return new AppCommand(
                name,
                List.of("-jar", jar.toString()),
                port,
                List.of(),
                Map.of(),
                Path.of(System.getProperty("java.home")),
                log,
                START_WAIT,
                STOP_WAIT,
                null);
    }

    /** The same with further arguments. */
    public AppCommand withArguments(String... more) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of(more));
        return new AppCommand(name, java, port, all, environment, javaHome, log, startWait, stopWait, authority);
    }

    /** The same with options for the JVM before the others, such as {@code -Xmx256m}. */
    public AppCommand withJvmOptions(String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(java);
        return new AppCommand(name, all, port, arguments, environment, javaHome, log, startWait, stopWait, authority);
    }

    /** The same with these variables and no others of its own. */
    public AppCommand withEnvironment(Map<String, String> value) {
        return new AppCommand(name, java, port, arguments, value, javaHome, log, startWait, stopWait, authority);
    }

    /** The same on another Java. */
    public AppCommand withJavaHome(Path value) {
        return new AppCommand(name, java, port, arguments, environment, value, log, startWait, stopWait, authority);
    }

    /** The same with these bounds. */
    public AppCommand withWaits(Duration start, Duration stop) {
        return new AppCommand(name, java, port, arguments, environment, javaHome, log, start, stop, authority);
    }

    /** The same, but it speaks HTTPS, because of its arguments or variables. */
    public AppCommand withAuthority(Path value) {
        return new AppCommand(name, java, port, arguments, environment, javaHome, log, startWait, stopWait, value);
    }

    /** Where it is going to be, such as {@code http://127.0.0.1:3000}. */
    public String url() {
        return (authority == null ? "http" : "https") + "://127.0.0.1:" + port;
    }

    List<String> commandLine() {
        List<String> line = new ArrayList<>();
        line.add(javaHome.resolve("bin/java").toString());
        line.addAll(java);
        line.addAll(List.of("--port", Integer.toString(port)));
        line.addAll(arguments);
        return line;
    }
}
