package dev.seckill.api.warmup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The buyers of a warm-up, over loopback. They send what different clients send and come with new connections now and
 * then: a JVM compiles what it has seen, and throws that away when a request takes a branch that none took before.
 * Written on sockets because the JDK's clients choose the headers that matter themselves.
 */
final class PracticeBuyers {

    private static final Logger log = LoggerFactory.getLogger(PracticeBuyers.class);
    private static final int CONNECTIONS = 8;
    /** Few, because most buyers of a crowd come with a connection of their own. */
    private static final int PURCHASES_PER_CONNECTION = 3;

    /** One connection in so many is that of a client who was there before, which spares both sides a part of the handshake. */
    private static final int RETURNING_ONE_IN = 8;

    private static final int TIMEOUT_MILLIS = 1000;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final String OK = "HTTP/1.1 200";
    private static final String CONTENT_LENGTH = "content-length:";

    /**
     * What one kind of client sends.
     *
     * @param headers with PORT and KEY where the port and a new key go
     */
    private record Client(String headers, String body) {}

    private static final List<Client> CLIENTS = List.of(
            new Client("Host: 127.0.0.1:PORT\r\n", ""),
            new Client("host: 127.0.0.1:PORT\r\ncontent-length: 0\r\n", ""),
            new Client("Host: localhost:PORT\r\nUser-Agent: curl\r\nAccept: */*\r\nContent-Length: 0\r\n", ""),
            new Client(
                    "Host: shop.example\r\nConnection: keep-alive\r\nContent-Length: 0\r\nUser-Agent: Mozilla/5.0\r\n"
                            + "Accept: application/json, */*\r\nAccept-Language: en-GB,en;q=0.5\r\n"
                            + "Accept-Encoding: gzip, br\r\nOrigin: https://shop.example\r\nCookie: a=b; c=d\r\n",
                    ""),
            new Client(
                    "Host: shop.example\r\nIdempotency-Key: KEY\r\nContent-Type: application/json\r\nContent-Length: 2\r\n",
                    "{}"));

    private final int port;
    private final long deadlineNanos;
    private final BooleanSupplier stopAsked;
    private final SSLSocketFactory tls;
    private final AtomicInteger connections = new AtomicInteger();

    /**
     * Buyers who have not begun yet.
     *
     * @param port where to buy
     * @param tls makes their connections; null for plain HTTP
     * @param deadlineNanos when to stop at the latest, as of {@link System#nanoTime}
     * @param stopAsked whether to stop earlier
     */
    PracticeBuyers(int port, SSLSocketFactory tls, long deadlineNanos, BooleanSupplier stopAsked) {
        this.port = port;
        this.tls = tls;
        this.deadlineNanos = deadlineNanos;
        this.stopAsked = stopAsked;
    }

    /** Makes so many purchases and returns how many were answered. */
    int buy(int purchases) {
        AtomicInteger toDo = new AtomicInteger(purchases);
        AtomicInteger answered = new AtomicInteger();
        ExecutorService buyers = Executors.newFixedThreadPool(CONNECTIONS);
        for (int i = 0; i < CONNECTIONS; i++) {
            buyers.execute(() -> {
                while (toDo.get() > 0 && isOn()) {
                    buyOverOneConnection(toDo, answered);
                }
            });
        }
        buyers.shutdown();
        try {
            long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
            if (!buyers.awaitTermination(Math.max(0, left) + TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
                log.info("warm-up - a purchase does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return answered.get();
    }

    private boolean isOn() {
        return System.nanoTime() - deadlineNanos < 0 && !stopAsked.getAsBoolean();
    }

    /** Reads a page until it says 200. */
    void awaitPage(String path) {
        while (isOn() && !look(path)) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Reads a page once; returns whether it says 200. */
    boolean look(String path) {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").getBytes(US_ASCII));
            return readReply(socket.getInputStream()).startsWith(OK);
        } catch (IOException e) {
            log.debug("warm-up - a page was not answered (path={})", path, e);
            return false;
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        return tls == null ? socket : tls.createSocket(socket, client(), port, true);
    }

    /** A session is taken up again only with a server of the same name; no name without a dot is sent. */
    private String client() {
        int number = connections.incrementAndGet();
        return number % RETURNING_ONE_IN == 0 ? "returning" : "new-" + number;
    }

    private void buyOverOneConnection(AtomicInteger toDo, AtomicInteger answered) {
        try (Socket socket = connect()) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int i = 0; i < PURCHASES_PER_CONNECTION && isOn(); i++) {
                int number = toDo.getAndDecrement();
                if (number <= 0) {
                    return;
                }
                socket.getOutputStream().write(request(number));
                readReply(in);
                answered.incrementAndGet();
            }
        } catch (IOException e) {
            toDo.getAndDecrement(); // so that it ends also if nothing is ever answered
            log.debug("warm-up - a purchase was not answered", e);
        }
    }

    private byte[] request(int number) {
        Client client = CLIENTS.get(number % CLIENTS.size());
        String headers = client.headers()
                .replace("PORT", Integer.toString(port))
                .replace("KEY", UUID.randomUUID().toString());
        return ("POST /seckill HTTP/1.1\r\n" + headers + "\r\n" + client.body()).getBytes(US_ASCII);
    }

    /** Reads a reply to its end and returns its first line. */
    private static String readReply(InputStream in) throws IOException {
        String status = readLine(in);
        int length = 0;
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            if (line.toLowerCase(Locale.ROOT).startsWith(CONTENT_LENGTH)) {
                length =
                        Integer.parseInt(line.substring(CONTENT_LENGTH.length()).strip());
            }
        }
        in.readNBytes(length);
        return status;
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the reply ends early");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
