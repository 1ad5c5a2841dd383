package dev.seckill.infra.app;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;

/** A program of its own for {@link AppProcessIT}, as the API and the consumer are: ready at once, unless told {@code --never}. */
final class TinyApp {

    private TinyApp() {}

    public static void main(String[] arguments) throws IOException {
        List<String> given = Arrays.asList(arguments);
        int port = Integer.parseInt(given.get(given.indexOf("--port") + 1));
        int status = given.contains("--never") ? 503 : 200;
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        http.createContext("/health/ready", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        http.start();
        if (given.contains("--admin")) {
            System.out.println("tiny - listening (port=" + port + ", adminPort="
                    + ProcessHandle.current().pid() + ")");
        }
        System.out.println(given + " GREETING=" + System.getenv("GREETING"));
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(5)));
    }
}
