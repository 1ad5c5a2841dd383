package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code check} asks for just the rights that the API's user is to have; another test holds those against the code. */
final class NeededCommandTest {

    private static final Path RIGHTS = Path.of("../infra/secure/redis-users.acl");

    @Test
    void theyAreThoseOfTheFileOfRightsAndNoOthers() throws IOException {
        List<String> asked = Stream.of(
                        NeededCommand.TRANSACTION.stream(),
                        NeededCommand.atOnce(true, true).stream().map(NeededCommand::name),
                        NeededCommand.queued().stream().map(NeededCommand::name))
                .flatMap(names -> names)
                .toList();

        assertThat(asked).containsExactlyInAnyOrderElementsOf(granted());
    }

    @Test
    void whereThereIsNoClusterAndNoReplicaTheirCommandsAreNotNeeded() {
        assertThat(NeededCommand.atOnce(false, false))
                .extracting(NeededCommand::name)
                .containsExactly("watch", "unwatch", "ping", "time");
    }

    private static Set<String> granted() throws IOException {
        return Files.readAllLines(RIGHTS).stream()
                .filter(line -> line.startsWith("user seckill-api "))
                .flatMap(line -> Arrays.stream(line.split(" ")))
                .filter(word -> word.startsWith("+"))
                .map(word -> word.substring(1))
                .collect(Collectors.toSet());
    }
}
