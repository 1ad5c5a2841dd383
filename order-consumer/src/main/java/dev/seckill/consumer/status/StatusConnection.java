package dev.seckill.consumer.status;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One connection of the status port, which carries one request: its head comes in, the reply goes out, and what the client
 * sends on is thrown away until it closes. Used by the port's thread alone.
 */
final class StatusConnection {

    private static final Pattern FIRST_LINE = Pattern.compile("([A-Z]{1,20}) ([^ ]+) HTTP/1\\.[01]\r?");

    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer head;
    private long sinceNanos;
    private State state = State.HEAD;
    private ByteBuffer reply;
    private boolean withBody = true;

    /** Where the connection stands. */
    enum State {
        /** The head comes in. */
        HEAD,
        /** Somebody works on the reply. */
        WORK,
        /** The reply goes out. */
        REPLY,
        /** All is sent; the client closes. */
        CLOSING
    }

    /** What the first line of a head asks for; the path is without its query. */
    record Asked(String method, String path) {}

    StatusConnection(SocketChannel channel, SelectionKey key, int headMax, long nowNanos) {
        this.channel = channel;
        this.key = key;
        this.head = ByteBuffer.allocate(headMax);
        this.sinceNanos = nowNanos;
    }

    State state() {
        return state;
    }

    /** How long the client has kept this state waiting; what is worked on waits for us. */
    long waitedNanos(long nowNanos) {
        return state == State.WORK ? 0 : nowNanos - sinceNanos;
    }

    /** Takes what has come; false if the client has closed. */
    boolean read() throws IOException {
        if (state == State.CLOSING) {
            head.clear(); // thrown away; closing over unread bytes would make the system drop the reply
        }
        return channel.read(head) >= 0;
    }

    boolean headIsComplete() {
        for (int i = 1; i < head.position(); i++) {
            // An empty line, with or without carriage returns.
            boolean empty = head.get(i - 1) == '\n' || (head.get(i - 1) == '\r' && i > 1 && head.get(i - 2) == '\n');
            if (head.get(i) == '\n' && empty) {
                return true;
            }
        }
        return false;
    }

    boolean headIsTooLarge() {
        return !head.hasRemaining();
    }

    /** What is asked for, and from now on somebody works on it; null if the first line is no request. */
    Asked ask() {
        state = State.WORK;
        key.interestOps(0);
        String text = new String(head.array(), 0, head.position(), ISO_8859_1);
        Matcher line = FIRST_LINE.matcher(text.substring(0, text.indexOf('\n')));
        if (!line.matches()) {
            return null;
        }
        withBody = !line.group(1).equals("HEAD");
        return new Asked(line.group(1), line.group(2).split("\\?", 2)[0]);
    }

    /** Starts to send. */
    void answer(StatusReply answer, long nowNanos) throws IOException {
        reply = answer.bytes(withBody);
        state = State.REPLY;
        sinceNanos = nowNanos;
        write();
    }

    /** Sends what the client takes now. */
    void write() throws IOException {
        channel.write(reply);
        if (reply.hasRemaining()) {
            key.interestOps(SelectionKey.OP_WRITE);
        } else {
            state = State.CLOSING;
            channel.shutdownOutput();
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    void close() throws IOException {
        key.cancel();
        channel.close();
    }
}
