package dev.seckill.infra.secure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.infra.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The API's user in Redis may send what its code sends, and nothing else. */
final class RedisRightsTest {

    private static final Path ROOT = Checkout.find().root();
    private static final Pattern COMMAND = Pattern.compile("\\bCommand\\.([A-Z]+)\\b");
    /** Sent to another server, which has users of its own. */
    private static final String TO_A_SENTINEL = "sentinel";
    /** Names of commands with a part: only some of the parts are allowed. */
    private static final Set<String> WITH_PARTS = Set.of("client", "cluster");

    @Test
    void theFileListsTheCommandsOfTheCodeAndNoOthers() throws IOException {
        Set<String> listed = words().filter(word -> word.startsWith("+"))
                .map(word -> word.substring(1).replaceAll("\\|.*", ""))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(listed).isEqualTo(sent());
    }

    @Test
    void noCommandWithPartsIsAllowedWhole() throws IOException {
        assertThat(words().filter(word -> WITH_PARTS.contains(word.replace("+", ""))))
                .isEmpty();
        assertThat(words()).startsWith("user", "seckill-api", "on").contains("-@all", "resetchannels");
    }

    private static Stream<String> words() throws IOException {
        return Files.readAllLines(ROOT.resolve("infra/secure/redis-users.acl")).stream()
                .filter(line -> line.startsWith("user seckill-api "))
                .flatMap(line -> Arrays.stream(line.split(" ")));
    }

    private static Set<String> sent() throws IOException {
        try (Stream<Path> sources = Files.walk(ROOT.resolve("seckill-api/src/main/java/dev/seckill/api/redis"))) {
            Set<String> sent = new TreeSet<>();
            for (Path source :
                    sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                COMMAND.matcher(Files.readString(source))
                        .results()
                        .map((MatchResult found) -> found.group(1).toLowerCase(Locale.ROOT))
                        .forEach(sent::add);
            }
            sent.remove(TO_A_SENTINEL);
            return sent;
        }
    }
}
