package dev.seckill.loadtest.pages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server of one page and its files on loopback, over connections that it keeps. */
final class TinyShop implements AutoCloseable {

    private final ServerSocket socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, String> contents = new ConcurrentHashMap<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile int refuseEvery;
    private volatile boolean hangsUp;

    TinyShop() throws IOException {
        page("/static/a.1.css", "/static/b.2.js");
        put("/static/a.1.css", "body {}");
        put("/static/b.2.js", "'use strict'");
        threads.execute(this::accept);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
    }

    void page(String css, String script) {
        put(
                "/sales/cars",
                "<html><link rel=\"stylesheet\" href=\"" + css + "\"><script defer src=\"" + script
                        + "\"></script><h1>cars</h1></html>");
    }

    void put(String path, String content) {
        contents.put(path, content);
    }

    void refuseEvery(int count) {
        refuseEvery = count;
    }

    void hangUp() {
        hangsUp = true;
    }

    void forget() {
        connections.set(0);
        requests.set(0);
    }

    int connections() {
        return connections.get();
    }

    int requests() {
        return requests.get();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connections.incrementAndGet();
                threads.execute(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            BufferedReader in = new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1));
            for (String line = in.readLine(); line != null && !hangsUp; line = in.readLine()) {
                String path = line.split(" ")[1];
                while (!in.readLine().isEmpty()) {
                    // The headers.
                }
                connection.getOutputStream().write(reply(path).getBytes(UTF_8));
            }
        } catch (IOException gone) {
            // The other side has left.
        }
    }

    private String reply(String path) {
        int number = requests.incrementAndGet();
        if (refuseEvery > 0 && number % refuseEvery == 0) {
            return "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";
        }
        String content = contents.get(path);
        return content == null
                ? "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
                : "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: " + content.length() + "\r\n\r\n"
                        + content;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}
