package dev.seckill.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.app.AppProcess;
import dev.seckill.infra.app.ProofSettings;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.infra.testing.TakesLong;
import dev.seckill.infra.tls.CertificateAuthority;
import dev.seckill.infra.tls.IssuedCertificate;
import dev.seckill.infra.tls.Trust;
import dev.seckill.loadtest.Programs;
import dev.seckill.loadtest.shop.AdminToken;
import dev.seckill.model.SaleId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code loadtest/run --rehearse} against both programs, of which the API speaks HTTPS with a certificate of its own CA. */
@ExtendWith(SharedServers.class)
@TakesLong
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(400)
final class RehearsalIT {

    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final int ENDED_BY_SIGTERM = 128 + 15;
    private static final Pattern SALE = Pattern.compile("Sale (rehearsal-[0-9-]+): ");

    private final AdminToken admin = AdminToken.random("operator");
    private final AdminToken reader = AdminToken.random("api");
    private final String topic = "rehearsal-" + UUID.randomUUID();
    private final ServerStack servers;

    private Path folder;
    private CertificateAuthority authority;
    private AppProcess consumer;
    private AppProcess api;
    private HttpClient http;
    private Process command;
    private Path output;

    RehearsalIT(ServerStack servers) {
        this.servers = servers;
    }

    @BeforeAll
    void start(@TempDir Path given) {
        folder = given;
        authority = CertificateAuthority.in(folder.resolve("ca"));
        IssuedCertificate shown = authority.server("api");
        String[] proofs = ProofSettings.in(folder.resolve("keys"));
        Programs programs = new Programs(servers, SaleId.DEFAULT, folder);
        consumer = new AppProcess(programs.consumer("book", 0)
                // Shops of other tests certify with other keys what is in the usual database.
                .withArguments("--mysql=" + servers.mysqlUrl("rehearsal"))
                .withArguments("--topic=" + topic, "--proofs=" + folder.resolve("proofs"))
                .withArguments(proofs)
                .withEnvironment(Map.of("READ_TOKENS", reader.setting())));
        api = AppProcess.start(programs.api("https", 0)
                .withArguments("--topic=" + topic, "--warm-up=0", "--order-book=" + consumer.url())
                .withArguments("--tls-cert=" + shown.certificate(), "--tls-key=" + shown.key())
                .withArguments(proofs)
                .withEnvironment(Map.of("ADMIN_TOKENS", admin.setting(), "ORDER_BOOK_TOKEN", reader.secret()))
                .withAuthority(authority.certificate()));
        consumer.start(); // the API makes the topic
        http = HttpClient.newBuilder()
                .sslContext(Trust.in(authority.certificate()))
                .build();
    }

    @AfterAll
    void stop() {
        for (AppProcess each : new AppProcess[] {api, consumer}) {
            if (each != null) {
                each.kill();
            }
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        command.destroyForcibly();
        assertThat(command.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void passesAndLeavesNothingThatBuyersAreShown() throws Exception {
        rehearse(admin, "--users=200", "--seconds=1", "--stock=40");

        assertThat(command.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(command.exitValue()).as(said()).isZero();
        assertThat(said()).contains("PASS", "40   orders told", "40   in the order book", "40 of 40 receipts proven");
        assertThat(said()).containsSubsequence("#   PASS   #", "  certificate: ", "  all replies ");
        JsonNode sale = sale();
        assertThat(sale.get("state").asText()).isEqualTo("CLOSED");
        assertThat(sale.get("confirmed").asInt()).isEqualTo(40);
        assertThat(get("/")).doesNotContain("Rehearsal").doesNotContain(SaleId.REHEARSAL);
        assertThat(get("/api/sales?limit=100")).doesNotContain(SaleId.REHEARSAL);
    }

    @Test
    void closesItsSaleWhenItIsStoppedHalfWay() throws Exception {
        rehearse(admin, "--users=6000", "--seconds=600", "--stock=6000");
        await().atMost(PATIENCE)
                .until(() -> isNamed() && sale().get("confirmed").asInt() > 0);

        command.destroy(); // SIGTERM

        assertThat(command.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(command.exitValue()).isEqualTo(ENDED_BY_SIGTERM);
        assertThat(said()).contains("is closed", "loadtest/run - stopped");
        assertThat(sale().get("state").asText()).isEqualTo("CLOSED");
    }

    @Test
    void endsBeforeAnybodyBuysIfItsTokenIsNotGood() throws Exception {
        rehearse(AdminToken.random("stranger"));

        assertThat(command.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(command.exitValue()).isEqualTo(1);
        assertThat(said()).contains("define was refused: 401").doesNotContain("buyers within", "could not be closed");
    }

    private void rehearse(AdminToken token, String... more) throws IOException {
        Path tokens = Files.createTempFile(
                folder,
                "tokens",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(tokens, token.setting() + "\n");
        output = Files.createTempFile(folder, "output", ".txt");
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Run.class.getName(),
                "--home=" + folder,
                "--rehearse=" + api.url(),
                "--rehearse-ca=" + authority.certificate(),
                "--admin-tokens-file=" + tokens));
        line.addAll(List.of(more));
        command = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private String said() throws IOException {
        return Files.readString(output);
    }

    private boolean isNamed() throws IOException {
        return SALE.matcher(said()).find();
    }

    private JsonNode sale() throws IOException, InterruptedException {
        Matcher name = SALE.matcher(said());
        assertThat(name.find()).as(said()).isTrue();
        return JsonMapper.builder().build().readTree(get("/api/sales/" + name.group(1)));
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(api.url() + path))
                .timeout(PATIENCE)
                .build();
        return http.send(request, BodyHandlers.ofString()).body();
    }
}
