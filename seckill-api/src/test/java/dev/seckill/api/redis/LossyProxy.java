package dev.seckill.api.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands between a client and Redis. It can lose one EXEC, or the reply to one: then Redis executes it, and the client never
 * hears. It can have one command fail inside a transaction, and hold one back until something else has
 * happened. And it can have Redis tell another time.
 */
public final class LossyProxy implements AutoCloseable {

    private static final int NONE = -1;
    /** Takes the arguments of any DECRBY or EXPIRE, and fails on a key that is no list. */
    private static final String FAILS_WITH_TWO_ARGUMENTS = "LINDEX";
    /** Takes the arguments of any HSET, ZADD or ZREM, and fails because the second says no number of keys, or too high a one. */
    private static final String FAILS_WITH_MANY_ARGUMENTS = "EVAL";
    /** Takes the arguments of any HINCRBY, and fails on a key that is no set of places. */
    private static final String FAILS_WITH_THREE_ARGUMENTS = "GEODIST";

    private record Hook(String command, Runnable action) {}

    /** The head of a command in RESP, with its name. */
    private static final Pattern COMMAND = Pattern.compile("\\*\\d+\r\n\\$\\d+\r\n([A-Z]+)\r\n");

    /** The reply to TIME, which Redis gives in one piece. */
    private static final Pattern TIME = Pattern.compile("\\*2\r\n\\$10\r\n\\d{10}\r\n\\$\\d\r\n\\d{1,6}\r\n");

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicReference<Hook> hook = new AtomicReference<>();
    private final Map<String, Integer> commands = new ConcurrentHashMap<>();
    private volatile boolean losingRequest;
    private volatile boolean losing;
    private volatile int failing = NONE;
    /** What Redis replies to TIME; null for what it does. */
    private volatile String time;

    /** Takes connections on a port of its own and connects each to the target on this machine. */
    public LossyProxy(int target) throws IOException {
        this.target = target;
        daemon(this::accept);
    }

    /** Where to connect. */
    public int port() {
        return server.getLocalPort();
    }

    /** The connection breaks before the next EXEC reaches Redis. */
    void loseNextExec() {
        losingRequest = true;
    }

    /** The next EXEC is executed, its reply is lost, and the connection breaks. */
    void loseNextExecReply() {
        losing = true;
    }

    /**
     * A command of the next transaction is queued and fails inside EXEC, the others are done; 0 is the first.
     */
    public void failInNextExec(int command) {
        failing = command;
    }

    /** The action runs before Redis gets the next command of that name, once. */
    public void beforeNext(String command, Runnable action) {
        hook.set(new Hook("\r\n" + command + "\r\n", action));
    }

    /** How many commands of that name the clients have sent; those that were sent in pieces may be missing. */
    int count(String command) {
        return commands.getOrDefault(command, 0);
    }

    /** Redis tells this time from now on. */
    void setTime(Instant now) {
        String micros = Integer.toString(now.getNano() / 1000);
        time = "*2\r\n$10\r\n" + now.getEpochSecond() + "\r\n$" + micros.length() + "\r\n" + micros + "\r\n";
    }

    /** Takes all of that back that has not happened yet. */
    void loseNothing() {
        losingRequest = false;
        losing = false;
        failing = NONE;
        hook.set(null);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Socket redis = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.addAll(List.of(client, redis));
                boolean[] lost = new boolean[1];
                daemon(() -> forward(client, redis, lost, true));
                daemon(() -> forward(redis, client, lost, false));
            }
        } catch (IOException closed) {
            return;
        }
    }

    private void forward(Socket from, Socket to, boolean[] lost, boolean requests) {
        byte[] buffer = new byte[64 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (requests) {
                    COMMAND.matcher(new String(buffer, 0, read, ISO_8859_1))
                            .results()
                            .forEach(command -> commands.merge(command.group(1), 1, Integer::sum));
                    runHook(new String(buffer, 0, read, ISO_8859_1));
                }
                if (requests && failing != NONE) {
                    fail(buffer, read);
                }
                boolean exec = requests && new String(buffer, 0, read, ISO_8859_1).contains("\r\nEXEC\r\n");
                if (exec && losingRequest) {
                    losingRequest = false;
                    break;
                }
                if (exec && losing) {
                    losing = false;
                    lost[0] = true;
                    out.write(buffer, 0, read);
                } else if (!requests && lost[0]) {
                    break; // Redis has answered, so it has executed; nobody will know.
                } else if (!requests && time != null) {
                    String reply = new String(buffer, 0, read, ISO_8859_1);
                    out.write(TIME.matcher(reply)
                            .replaceAll(Matcher.quoteReplacement(time))
                            .getBytes(ISO_8859_1));
                } else {
                    out.write(buffer, 0, read);
                }
            }
        } catch (IOException closed) {
            // The other side is closed below, which is all that a broken connection means.
        } finally {
            close(from);
            close(to);
        }
    }

    private void runHook(String sent) {
        Hook waiting = hook.get();
        if (waiting != null && sent.contains(waiting.command()) && hook.compareAndSet(waiting, null)) {
            waiting.action().run();
        }
    }

    /**
     * Puts another name of the same length before the command's arguments, if there is a transaction with so
     * many.
     */
    private void fail(byte[] buffer, int length) {
        String sent = new String(buffer, 0, length, ISO_8859_1);
        int multi = sent.indexOf("\r\nMULTI\r\n");
        if (multi < 0) {
            return;
        }
        Matcher names = COMMAND.matcher(sent);
        int at = multi + 2;
        for (int i = 0; i <= failing; i++) {
            if (!names.find(at)) {
                return;
            }
            at = names.end();
        }
        String name = names.group(1);
        if (name.equals("EXEC") || name.equals("GET")) {
            return; // it has no such command, or only reads
        }
        String failingName = switch (name) {
            case "HSET", "ZADD", "ZREM" -> FAILS_WITH_MANY_ARGUMENTS;
            case "HINCRBY" -> FAILS_WITH_THREE_ARGUMENTS;
            default -> FAILS_WITH_TWO_ARGUMENTS;
        };
        if (failingName.length() != name.length()) {
            throw new IllegalStateException("no way to have it fail: " + name);
        }
        System.arraycopy(failingName.getBytes(ISO_8859_1), 0, buffer, names.start(1), name.length());
        failing = NONE;
    }

    private static void daemon(Runnable action) {
        Thread thread = new Thread(action, "lossy-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyClosed) {
            // Closed is what it should be.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        sockets.forEach(LossyProxy::close);
    }
}
