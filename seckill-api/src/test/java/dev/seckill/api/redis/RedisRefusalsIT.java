package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.infra.embedded.SecureStack;
import dev.seckill.infra.embedded.StackConfig;
import dev.seckill.infra.testing.LogLines;
import dev.seckill.infra.testing.TlsDoor;
import dev.seckill.infra.tls.CertificateAuthority;
import dev.seckill.model.settings.Problems;
import dev.seckill.model.tls.ClientTls;
import dev.seckill.model.tls.NamedFile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/** What is said of a Redis that cannot be trusted, or does not trust: one line, and no secret in it. */
@Timeout(300)
final class RedisRefusalsIT {

    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final String PASSWORD = "nobody-guesses-this";

    @TempDir
    private static Path folder;

    private static SecureStack stack;
    private static ClientTls trust;
    private static CertificateAuthority doors;
    private static ClientTls doorTrust;

    @BeforeAll
    static void start() {
        stack = SecureStack.start(StackConfig.onFreePorts(folder).briefly());
        trust = trust(stack.authority().orElseThrow());
        doors = CertificateAuthority.in(folder.resolve("doors"), "CA of doors");
        doorTrust = trust(doors.certificate());
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void redisWithOurCaIsReached() {
        assertThat(RedisReply.text(asOperator(Command.PING))).isEqualTo("PONG");
    }

    @Test
    void redisThatAsksForACertificateIsReachedWithOneAndSaysSoWithoutOne() {
        Path keys = folder.resolve("secrets/ca"); // signed by the CA that Redis trusts
        Problems problems = new Problems();
        ClientTls withOne = ClientTls.read(
                new NamedFile("", stack.authority().orElseThrow()),
                new NamedFile("", keys.resolve("https.pem")),
                new NamedFile("", keys.resolve("https-key.pem")),
                problems);
        problems.check();
        asOperator(Command.CONFIG, "SET", "tls-auth-clients", "yes");
        try (RedisLink link = new RedisLink(asOperator(withOne))) {
            link.open();
            assertSaidOnce(at("seckill-api", stack.redis().port(), trust), "wants a certificate of the client");
        } finally {
            try (RedisLink link = new RedisLink(asOperator(withOne))) {
                send(link, Command.CONFIG, "SET", "tls-auth-clients", "no");
            }
        }
    }

    @Test
    void anotherCaIsNamed() {
        assertSaidOnce(
                at("seckill-api", stack.redis().port(), doorTrust),
                "TLS: the server's certificate is not signed by a CA that is trusted here");
    }

    @Test
    void theJvmsCasDoNotDoForOurOwn() {
        assertSaidOnce(
                at("seckill-api", stack.redis().port(), null),
                "TLS: the server's certificate is not signed by a CA that is trusted here");
    }

    @Test
    void expiredCertificateIsNamed() {
        try (TlsDoor door = new TlsDoor(doors.expired("expired").keyStore())) {
            assertSaidOnce(
                    at("seckill-api", door.port(), doorTrust),
                    "TLS: the server's certificate, or one of its issuers', has expired (NotAfter: ");
        }
    }

    @Test
    void certificateOfAnotherHostIsNamed() {
        try (TlsDoor door = new TlsDoor(doors.elsewhere("elsewhere").keyStore())) {
            assertSaidOnce(
                    at("seckill-api", door.port(), doorTrust),
                    "TLS: the server's certificate is for another host name (No subject alternative names matching IP"
                            + " address 127.0.0.1 found)");
        }
    }

    @Test
    void wrongPasswordIsNamed() {
        assertSaidOnce(at("seckill-api", stack.redis().port(), trust), "WRONGPASS");
    }

    @Test
    void missingRightIsNamed() {
        asOperator(Command.ACL, "SETUSER", "few", "on", ">" + PASSWORD, "~*", "+get");
        assertSaidOnce(at("few", stack.redis().port(), trust), "NOPERM");
    }

    private static Object asOperator(Command command, String... arguments) {
        try (RedisLink link = new RedisLink(asOperator(trust))) {
            return send(link, command, arguments);
        }
    }

    private static Object send(RedisLink link, Command command, String... arguments) {
        link.open();
        link.send(command, Stream.of(arguments).map(SaleKeys::bytes).toArray(byte[][]::new));
        return link.replies(1).get(0);
    }

    private static RedisSettings asOperator(ClientTls tls) {
        return new RedisSettings(
                URI.create(stack.redisUrl()),
                null,
                WAIT,
                RedisSettings.SentinelLogin.NONE,
                RedisSettings.ReplicaWait.NONE,
                tls);
    }

    private static RedisSettings at(String user, int port, ClientTls tls) {
        return new RedisSettings(
                URI.create("rediss://" + user + "@127.0.0.1:" + port),
                PASSWORD,
                WAIT,
                RedisSettings.SentinelLogin.NONE,
                RedisSettings.ReplicaWait.NONE,
                tls);
    }

    private static void assertSaidOnce(RedisSettings settings, String reason) {
        try (RedisLink link = new RedisLink(settings)) {
            List<String> said = LogLines.during(() -> {
                for (int i = 0; i < 5; i++) {
                    assertThatThrownBy(link::open).isInstanceOf(JedisException.class);
                }
            });

            assertThat(said.stream().filter(line -> line.contains("WARN") || line.contains("ERROR")))
                    .singleElement()
                    .asString()
                    .contains("redis - away", reason)
                    .doesNotContain(PASSWORD);
            assertThat(said).noneMatch(line -> line.contains(PASSWORD));
        }
    }

    private static ClientTls trust(Path ca) {
        return ClientTls.read(new NamedFile("", ca), new Problems());
    }
}
