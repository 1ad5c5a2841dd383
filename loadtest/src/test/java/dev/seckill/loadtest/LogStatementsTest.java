package dev.seckill.loadtest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every log statement of the five modules has to keep to. */
final class LogStatementsTest {

    private static final List<String> MODULES =
            List.of("common-model", "infra", "seckill-api", "order-consumer", "loadtest");

    private static final Pattern SHOWN = Pattern.compile("\\b(?:log|LOG)\\s*\\.\\s*(?:info|warn|error)\\(");

    /** A failure with its trace, or its message, as somebody else worded it. */
    private static final Pattern RAW = Pattern.compile("\\.getMessage\\(\\)|, (?:e|failure|away|loss|refused)\\)$");

    /** Made of sentences of our own, which are escaped one by one. */
    private static final String PROBLEMS = "LOG.error(\"order-consumer - cannot start: {}\", e.getMessage())";

    @Test
    void noneShowsAFailureOfSomebodyElseUnescaped() {
        List<String> statements = MODULES.stream()
                .flatMap(module -> sources(Path.of("..", module, "src", "main", "java")))
                .flatMap(LogStatementsTest::statements)
                .toList();

        assertThat(statements).hasSizeGreaterThan(50);
        assertThat(statements)
                .as("say Reason.of or ShownFailure.of")
                .filteredOn(statement -> RAW.matcher(statement).find())
                .containsExactly(PROBLEMS);
    }

    @Test
    void findsARawMessageAndARawTrace() {
        assertThat(statements("log.warn(\n  \"x ({})\",\n  e.getMessage());"))
                .allMatch(statement -> RAW.matcher(statement).find());
        assertThat(statements("sparse.say(times -> LOG.error(\"x (times={})\", times, e));"))
                .containsExactly("LOG.error(\"x (times={})\", times, e)")
                .allMatch(statement -> RAW.matcher(statement).find());
        assertThat(statements("log.warn(\"x ({})\", Reason.of(e));"))
                .hasSize(1)
                .noneMatch(statement -> RAW.matcher(statement).find());
    }

    private static Stream<Path> sources(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> statements(Path source) {
        try {
            return statements(Files.readString(source, UTF_8)).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each from the logger's name to its closing bracket, on one line. */
    private static List<String> statements(String source) {
        Matcher beginnings = SHOWN.matcher(source);
        return beginnings
                .results()
                .map(found -> source.substring(found.start(), endOfCall(source, found.end()))
                        .replaceAll("\\s+", " "))
                .toList();
    }

    private static int endOfCall(String source, int afterBracket) {
        int depth = 1;
        int end = afterBracket;
        for (; depth > 0; end++) {
            depth += source.charAt(end) == '(' ? 1 : source.charAt(end) == ')' ? -1 : 0;
        }
        return end;
    }
}
