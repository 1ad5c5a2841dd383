package dev.seckill.infra.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection to a Redis server on loopback: commands and replies as text (RESP 2). For those who set servers up and look
 * after them; it knows no cluster and no retries. One caller at a time.
 */
public final class RedisTalk implements AutoCloseable {

    /** Bound on connecting and on each reply, unless another is named. */
    public static final Duration WAIT = Duration.ofSeconds(2);

    private final Socket socket;
    private final OutputStream out;
    private final DataInputStream in;

    private RedisTalk(Socket socket) throws IOException {
        this.socket = socket;
        this.out = new BufferedOutputStream(socket.getOutputStream());
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** Connects to a port of loopback. */
    public static RedisTalk to(int port) throws IOException {
        return to(port, WAIT);
    }

    /** Connects with this bound on connecting and on each reply. */
    public static RedisTalk to(int port, Duration wait) throws IOException {
        Socket socket = new Socket();
        try {
            int millis = Math.toIntExact(wait.toMillis());
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), millis);
            socket.setSoTimeout(millis);
            return new RedisTalk(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** One command on a connection of its own. */
    public static Object ask(int port, String... command) throws IOException {
        try (RedisTalk talk = to(port)) {
            return talk.call(command);
        }
    }

    /**
     * Sends a command and reads its reply.
     *
     * @return a String, a Long, a List of such values, or null
     * @throws RedisErrorException if the server answers with an error
     */
    public Object call(String... command) throws IOException {
        out.write(("*" + command.length + "\r\n").getBytes(UTF_8));
        for (String word : command) {
            byte[] bytes = word.getBytes(UTF_8);
            out.write(("$" + bytes.length + "\r\n").getBytes(UTF_8));
            out.write(bytes);
            out.write("\r\n".getBytes(UTF_8));
        }
        out.flush();
        return reply();
    }

    /** The reply of a command that answers with text. */
    public String text(String... command) throws IOException {
        return String.valueOf(call(command));
    }

    private Object reply() throws IOException {
        String line = line();
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+' -> rest;
            case '-' -> throw new RedisErrorException(rest);
            case ':' -> Long.valueOf(rest);
            case '$' -> bulk(Integer.parseInt(rest));
            case '*' -> array(Integer.parseInt(rest));
            default -> throw new IOException("no reply of Redis: " + line);
        };
    }

    private String bulk(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        in.skipNBytes(2);
        return new String(bytes, UTF_8);
    }

    private List<Object> array(int size) throws IOException {
        if (size < 0) {
            return null;
        }
        List<Object> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            values.add(reply());
        }
        return values;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int read = in.read();
        while (read != '\r') {
            if (read < 0) {
                throw new EOFException("Redis closed the connection");
            }
            line.append((char) read);
            read = in.read();
        }
        in.skipNBytes(1);
        if (line.isEmpty()) {
            throw new IOException("an empty reply of Redis");
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
