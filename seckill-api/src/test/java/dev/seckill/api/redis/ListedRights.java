package dev.seckill.api.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What the API's user may do in Redis, as {@code infra/secure} lists it. */
public final class ListedRights {

    private static final Path FILE = Path.of("../infra/secure/redis-users.acl");
    private static final String USER = "user seckill-api on ";

    private ListedRights() {}

    /** The words of an ACL, without name and password. */
    public static List<String> all() {
        try {
            return Files.readAllLines(FILE).stream()
                    .filter(line -> line.startsWith(USER))
                    .flatMap(line -> Arrays.stream(line.substring(USER.length()).split(" ")))
                    .filter(word -> !word.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The commands among them, such as {@code client|id}. */
    public static List<String> commands() {
        return all().stream()
                .filter(word -> word.startsWith("+"))
                .map(word -> word.substring(1))
                .toList();
    }

    /** All of them but one command. */
    public static Stream<String> without(String command) {
        return all().stream().filter(word -> !word.equals("+" + command));
    }
}
