package dev.seckill.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Watches a stream of events over a connection of its own. */
public final class Watcher implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Lines as they come; the last one says how it ended. */
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private final Socket socket;
    private final String head;
    private JsonNode last;

    /** @param receiveBytes what its system takes before it is read */
    Watcher(int port, String target, int receiveBytes, String... headers) {
        try {
            socket = new Socket();
            socket.setReceiveBufferSize(receiveBytes);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: shop\r\n");
            for (int i = 0; i < headers.length; i += 2) {
                request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
            }
            socket.getOutputStream().write(request.append("\r\n").toString().getBytes(UTF_8));
            head = head();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Watcher(int port, String target, String... headers) {
        this(port, target, 64 * 1024, headers);
    }

    private String head() throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                return read.toString();
            }
            read.append((char) next);
        }
        return read.toString();
    }

    /** The head of the reply. */
    String headOfReply() {
        return head;
    }

    /** Reads on from now. */
    public Watcher reading() {
        Thread reader = new Thread(this::read, "watcher");
        reader.setDaemon(true);
        reader.start();
        return this;
    }

    private void read() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(line);
            }
            lines.add("end");
        } catch (IOException e) {
            lines.add("broken off");
        }
    }

    /** The data of the next event. */
    public JsonNode next() throws IOException {
        String line = line();
        while (!line.startsWith("data: ")) {
            if (line.equals("end") || line.equals("broken off")) {
                throw new AssertionError("the stream has ended: " + line);
            }
            line = line();
        }
        last = JSON.readTree(line.substring("data: ".length()));
        return last;
    }

    /** The data of the event that came before. */
    public JsonNode last() {
        return last;
    }

    /** The data of the next event that is like this. */
    public JsonNode await(Predicate<JsonNode> condition) throws IOException {
        JsonNode event = next();
        while (!condition.test(event)) {
            event = next();
        }
        return event;
    }

    /** The next line that comes. */
    String line() {
        try {
            String line = lines.poll(20, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("nothing comes");
            }
            return line;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether the stream has ended in order; waits for its end. */
    boolean endsInOrder() {
        String before = "";
        String line = line();
        while (!line.equals("end") && !line.equals("broken off")) {
            before = line.isEmpty() ? before : line;
            line = line();
        }
        return line.equals("end") && before.equals("0"); // the last chunk
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
