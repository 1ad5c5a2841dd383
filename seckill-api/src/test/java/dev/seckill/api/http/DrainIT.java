package dev.seckill.api.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.config.ApiConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client sees of an instance that is about to stop. */
@Timeout(300)
final class DrainIT {

    private static final ApiConfig.Http SETTINGS = new ApiConfig.Http(
            "127.0.0.1",
            0,
            16,
            1000,
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Gates.DEFAULT);
    private static final String GET = "GET /page HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String POST = "POST /buy HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n";

    private final Drain drain = new Drain();
    private final CountDownLatch slowMayEnd = new CountDownLatch(1);
    private final CountDownLatch slowHasBegun = new CountDownLatch(1);
    private final List<Socket> clients = new ArrayList<>();
    private final HttpServer http =
            new HttpServer(new ListenSocket(ListenFailure.Server.SHOP, SETTINGS), SETTINGS, drain, routes -> {
                routes.get("/page", ctx -> ctx.result("page"));
                routes.post("/buy", ctx -> ctx.result("bought"));
                routes.get("/slow", ctx -> {
                    ctx.outputStream().write('a');
                    slowHasBegun.countDown();
                    slowMayEnd.await();
                    ctx.outputStream().write('z');
                });
            });

    @AfterEach
    void close() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        http.close();
    }

    @Test
    void beforeItConnectionsAreKept() throws IOException {
        Client client = new Client();

        assertThat(client.ask(GET)).doesNotContain("Connection: close");
        assertThat(client.ask(POST)).doesNotContain("Connection: close");
        assertThat(client.ask(GET)).contains("HTTP/1.1 200 OK");
    }

    @Test
    void meanwhileEachReplyIsTheLastOfItsConnection() throws IOException {
        Client reader = new Client();
        Client buyer = new Client();
        reader.ask(GET);
        buyer.ask(POST);

        drain.begin();

        assertThat(reader.ask(GET)).contains("HTTP/1.1 200 OK", "Connection: close");
        assertThat(reader.in.readLine()).isNull();
        assertThat(buyer.ask(POST)).contains("HTTP/1.1 200 OK", "Connection: close");
        assertThat(buyer.in.readLine()).isNull();
        assertThat(new Client().ask(POST)).contains("HTTP/1.1 200 OK", "Connection: close");
    }

    @Test
    void aReplyThatHadBegunComesToItsEndAndIsTheLastToo() throws Exception {
        Client client = new Client();
        client.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
        slowHasBegun.await();

        drain.begin();
        slowMayEnd.countDown();

        List<String> reply = new ArrayList<>();
        for (String line = client.in.readLine(); line != null; line = client.in.readLine()) {
            reply.add(line);
        }
        assertThat(reply).contains("HTTP/1.1 200 OK").endsWith("az");
    }

    private final class Client {

        private final Socket socket = new Socket("127.0.0.1", http.port());
        private final BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));

        Client() throws IOException {
            clients.add(socket);
        }

        void send(String request) throws IOException {
            socket.getOutputStream().write(request.getBytes(US_ASCII));
        }

        /** Returns the head of the reply; its body has a length. */
        List<String> ask(String request) throws IOException {
            send(request);
            List<String> head = new ArrayList<>();
            for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                head.add(line);
            }
            int length = head.stream()
                    .filter(line -> line.startsWith("Content-Length: "))
                    .mapToInt(line -> Integer.parseInt(line.substring("Content-Length: ".length())))
                    .findFirst()
                    .orElseThrow();
            for (int i = 0; i < length; i++) {
                in.read();
            }
            return head;
        }
    }
}
