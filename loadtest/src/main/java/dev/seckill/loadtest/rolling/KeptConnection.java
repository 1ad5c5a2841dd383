package dev.seckill.loadtest.rolling;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.seckill.loadtest.attack.RawConnection;
import dev.seckill.loadtest.attack.RawReply;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A connection that a buyer's browser keeps open and makes anew when the server has ended it, or has said that it will. A
 * purchase is sent once: what goes wrong then is an error. Used by one thread.
 */
final class KeptConnection implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String BODY = "{\"buy\":1}";

    private final URI target;
    private final byte[] head;
    private RawConnection connection;
    private long made;

    /** @param target where purchases go, as {@code http://host:port/path} */
    KeptConnection(URI target) {
        this.target = target;
        this.head = ("POST " + target.getPath() + " HTTP/1.1\r\nHost: " + target.getAuthority()
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + BODY.length() + "\r\n\r\n")
                .getBytes(US_ASCII);
    }

    /**
     * Buys.
     *
     * @param bodyLate how long after the head the body comes
     */
    RawReply buy(Duration bodyLate) throws IOException, InterruptedException {
        try {
            if (connection == null || connection.isOver()) {
                close();
                connection = new RawConnection(target.getPort(), PATIENCE);
                made++;
            }
            connection.send(head);
            TimeUnit.NANOSECONDS.sleep(bodyLate.toNanos());
            connection.send(BODY.getBytes(US_ASCII));
            RawReply reply = connection.reply(false);
            if (reply.isLast()) {
                close();
            }
            return reply;
        } catch (IOException | InterruptedException e) {
            close();
            throw e;
        }
    }

    /** How often it was made. */
    long made() {
        return made;
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
