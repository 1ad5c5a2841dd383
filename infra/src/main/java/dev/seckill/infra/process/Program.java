package dev.seckill.infra.process;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What to run as a server, and how to tell that it answers. */
public interface Program {

    /** Its name in messages and log files, such as {@code kafka}. */
    String name();

    /** The port it will listen on. */
    int port();

    /** Deletes its data, while it is not running. */
    void wipe() throws IOException;

    /** Makes ready what the command needs, before each start. */
    void prepare() throws IOException;

    /** The command and its arguments. */
    List<String> command();

    /** Variables of its environment, on top of this JVM's own. */
    default Map<String, String> environment() {
        return Map.of();
    }

    /** Asks once whether it serves requests; an exception counts as no. */
    boolean answers() throws IOException;
}
