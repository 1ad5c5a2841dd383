package dev.seckill.api.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.config.ApiConfig;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.embedded.RedisClusterConfig;
import dev.seckill.infra.embedded.RedisClusterServers;
import dev.seckill.infra.embedded.RedisSentinelConfig;
import dev.seckill.infra.embedded.RedisSentinelServers;
import dev.seckill.infra.embedded.RedisTalk;
import dev.seckill.infra.process.ChildServer;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.check.CheckPoint;
import dev.seckill.model.check.CheckReport;
import dev.seckill.model.check.Light;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A Redis that is several: under Sentinel, and as a cluster. */
@ExtendWith(SharedServers.class)
@Timeout(300)
final class PreflightReplicatedIT {

    private final String kafka;

    PreflightReplicatedIT(ServerStack servers) {
        kafka = servers.kafkaBootstrapServers();
    }

    @Test
    void sentinelsTellTheMasterAndWithoutThemNothingIsSold(@TempDir Path folder) throws IOException {
        try (RedisSentinelServers servers =
                RedisSentinelServers.start(RedisSentinelConfig.in(folder.resolve("data")))) {
            CheckReport report = check(servers.url(), "--redis-replicas", "2");

            assertThat(points("redis", report)).as(report.asTable()).allMatch(PreflightReplicatedIT::isGreen);
            assertThat(points("redis master", report))
                    .singleElement()
                    .satisfies(point -> assertThat(point.found())
                            .contains(":" + servers.master().port()));
            assertThat(points("redis replicas", report).get(0).found()).contains("2 online, a decision waits for 2");

            forbidEpochs(servers.sentinels().get(1));
            assertThat(points("redis sentinel epochs", check(servers.url())))
                    .singleElement()
                    .satisfies(point -> {
                        assertThat(point.light()).isEqualTo(Light.AMBER);
                        assertThat(point.found())
                                .isEqualTo("not told by 127.0.0.1:"
                                        + servers.sentinels().get(1).port());
                        assertThat(point.remedy()).contains("+sentinel|master");
                    });

            servers.replicas().forEach(ChildServer::kill);
            assertThat(points("redis replicas", check(servers.url())))
                    .extracting(CheckPoint::light)
                    .containsExactly(Light.AMBER);

            servers.sentinels().subList(0, 2).forEach(ChildServer::kill);
            report = check(servers.url());
            assertThat(points("redis master", report))
                    .as(report.asTable())
                    .extracting(CheckPoint::light)
                    .containsExactly(Light.RED);
            assertThat(report.exitCode(true)).isEqualTo(CheckReport.BAD);

            servers.sentinels().get(2).kill();
            report = check(servers.url());
            assertThat(points("redis server", report))
                    .singleElement()
                    .satisfies(point -> assertThat(point.found()).startsWith("no sentinel tells the master"));
        }
    }

    @Test
    void everyMasterOfAClusterIsLookedAt(@TempDir Path folder) {
        RedisClusterConfig config = RedisClusterConfig.onFreePorts(folder.resolve("data"));
        try (RedisClusterServers servers = RedisClusterServers.start(config.withNodes(3, 0))) {
            CheckReport report = check(servers.url());

            for (String subject : List.of("redis server", "redis master", "redis rights", "redis writes")) {
                assertThat(points(subject, report))
                        .as(report.asTable())
                        .hasSize(3)
                        .allMatch(PreflightReplicatedIT::isGreen);
            }
            assertThat(points("redis replicas", report))
                    .as("nobody could take a master's place")
                    .hasSize(3)
                    .allMatch(point -> point.light() == Light.AMBER);
            assertThat(points("redis slots", report)).isEmpty();

            ChildServer gone = servers.masters().get(0);
            gone.kill();
            report = check(servers.url());

            assertThat(points("redis server", report))
                    .as(report.asTable())
                    .filteredOn(point -> point.light() == Light.RED)
                    .isNotEmpty();
            assertThat(report.exitCode(true)).isEqualTo(CheckReport.BAD);
        }
    }

    /** As it was asked for before epochs were. */
    private static void forbidEpochs(ChildServer sentinel) throws IOException {
        RedisTalk.ask(sentinel.port(), "ACL", "SETUSER", "default", "-sentinel", "+sentinel|get-master-addr-by-name");
    }

    private CheckReport check(String redis, String... more) {
        List<String> arguments = new ArrayList<>(List.of("--redis", redis, "--kafka", kafka));
        arguments.addAll(List.of(more));
        Crowd modelCase = new Crowd(2000, Duration.ofSeconds(5), 1);
        return new Preflight(ApiConfig.of(arguments.toArray(String[]::new)), modelCase, Clock.systemUTC()).run();
    }

    /** How much room there is, is the machine's. */
    private static boolean isGreen(CheckPoint point) {
        return point.light() == Light.GREEN || point.subject().equals("redis memory");
    }

    private static List<CheckPoint> points(String begin, CheckReport report) {
        return report.points().stream()
                .filter(point -> point.subject().startsWith(begin))
                .toList();
    }
}
