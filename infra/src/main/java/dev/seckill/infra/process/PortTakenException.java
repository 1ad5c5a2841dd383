package dev.seckill.infra.process;

import dev.seckill.infra.StartFailedException;
import java.util.Locale;

/** Another program listens on the port already. */
public final class PortTakenException extends StartFailedException {

    private static final long serialVersionUID = 1L;

    private final int port;

    PortTakenException(String program, int port) {
        super(
                program,
                String.format(
                        Locale.ROOT,
                        "port %d is taken; free it, or choose another with --%s-port",
                        port,
                        withoutNumber(program)));
        this.port = port;
    }

    /** One of many has a number in its name, such as {@code redis-2}. */
    private static String withoutNumber(String program) {
        return program.replaceFirst("-[0-9]+$", "");
    }

    /** The port. */
    public int port() {
        return port;
    }
}
