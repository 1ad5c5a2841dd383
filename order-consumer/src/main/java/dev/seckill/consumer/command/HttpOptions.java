package dev.seckill.consumer.command;

import dev.seckill.consumer.http.HttpSettings;
import dev.seckill.model.settings.NotBlank;
import dev.seckill.model.tls.ServerTls;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The port of health and metrics. */
final class HttpOptions {

    @Option(
            names = "--host",
            defaultValue = "${env:CONSUMER_HOST:-${env:HOST:-127.0.0.1}}",
            converter = NotBlank.class,
            description = "Address on which health and metrics listen; 0.0.0.0 is every one.")
    private String host;

    @Option(
            names = "--port",
            defaultValue = "${env:CONSUMER_PORT:-${env:PORT:-3001}}",
            description = "Port of health and metrics; 0 is a free one. [0..65535]")
    private int port;

    @Option(
            names = "--connections-max",
            defaultValue = "${env:CONSUMER_CONNECTIONS_MAX:-${env:CONNECTIONS_MAX:-256}}",
            description = "Open connections of that port; past it the oldest makes room for a new one. [10..10000]")
    private int connectionsMax;

    @Option(
            names = "--head-max",
            defaultValue = "${env:CONSUMER_HEAD_MAX:-${env:HEAD_MAX:-4096}}",
            description = "Longest head of a request; past it 431. [1024..65536 bytes]")
    private int headMax;

    @Option(
            names = "--head-wait",
            defaultValue = "${env:CONSUMER_HEAD_WAIT:-${env:HEAD_WAIT:-5s}}",
            description = "How long a head may take as a whole, past it 408; then how long a client may take for its"
                    + " reply. [100ms..1m]")
    private Duration headWait;

    HttpSettings toSettings(ServerTls tls) {
        return new HttpSettings(host, port, connectionsMax, headMax, headWait, tls);
    }
}
