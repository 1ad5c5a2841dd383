package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code check} asks for just the rights that the API's user is to have; another test holds those against the code. */
final class NeededCommandTest {

    @Test
    void theyAreThoseOfTheFileOfRightsAndNoOthers() {
        List<String> asked = Stream.of(
                        NeededCommand.TRANSACTION.stream(),
                        NeededCommand.atOnce(true, true).stream().map(NeededCommand::name),
                        NeededCommand.queued().stream().map(NeededCommand::name))
                .flatMap(names -> names)
                .toList();

        assertThat(asked).containsExactlyInAnyOrderElementsOf(ListedRights.commands());
    }

    @Test
    void whereThereIsNoClusterAndNoReplicaTheirCommandsAreNotNeeded() {
        assertThat(NeededCommand.atOnce(false, false))
                .extracting(NeededCommand::name)
                .containsExactly("watch", "unwatch", "ping", "time");
    }
}
