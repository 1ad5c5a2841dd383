package dev.seckill.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents refer to is there. */
final class DocumentsTest {

    private static final Path ROOT = Checkout.find().root();
    private static final int LINE_MAX = 110;
    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]*)#?([^)\\s]*)\\)");
    private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w*[a-z]\\w*)`");
    /** Stand for any name. */
    private static final Set<String> PLACEHOLDERS = Set.of("XyzTest", "XyzIT");

    @ParameterizedTest
    @MethodSource("documents")
    void linksLeadSomewhere(Path document) throws IOException {
        for (MatchResult link : all(LINK, Files.readString(document))) {
            if (!link.group(1).contains("://")) {
                Path target = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1));
                assertThat(target).as("a link of %s", document).exists();
                if (!link.group(2).isEmpty()) {
                    assertThat(anchors(target))
                            .as("of %s, in %s", target, document)
                            .contains(link.group(2));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void proseKeepsWithinTheWidth(Path document) throws IOException {
        assertThat(prose(document).stream().filter(line -> line.length() > LINE_MAX))
                .as("%s", document)
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("contributing")
    void classesExist(Path document) throws IOException {
        Set<String> classes = new HashSet<>();
        for (Path module : modules()) {
            try (Stream<Path> sources = Files.walk(module.resolve("src"))) {
                sources.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".java"))
                        .forEach(name -> classes.add(name.substring(0, name.length() - ".java".length())));
            }
        }

        assertThat(all(CLASS, Files.readString(document)).stream()
                        .map(name -> name.group(1))
                        .filter(name -> !PLACEHOLDERS.contains(name)))
                .isNotEmpty()
                .isSubsetOf(classes);
    }

    static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        Stream<Path> more = Stream.of("infra/k8s", "infra/secure").map(ROOT::resolve);
        for (Path folder : Stream.of(Stream.of(ROOT), modules().stream(), more)
                .flatMap(folders -> folders)
                .toList()) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.getFileName().toString().endsWith(".md"))
                        .forEach(documents::add);
            }
        }
        return documents;
    }

    private static List<Path> modules() throws IOException {
        try (Stream<Path> files = Files.list(ROOT)) {
            return files.filter(folder -> Files.isDirectory(folder.resolve("src")))
                    .toList();
        }
    }

    static List<Path> contributing() {
        return List.of(ROOT.resolve("CONTRIBUTING.md"));
    }

    /** Lines outside of code and tables. */
    private static List<String> prose(Path document) throws IOException {
        boolean[] code = new boolean[1];
        return Files.readAllLines(document).stream()
                .filter(line -> {
                    if (line.startsWith("```")) {
                        code[0] = !code[0];
                    }
                    return !code[0] && !line.startsWith("|");
                })
                .toList();
    }

    /** As the usual renderers name headings. */
    private static Set<String> anchors(Path document) throws IOException {
        return prose(document).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ +", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_\\- ]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static List<MatchResult> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }
}
