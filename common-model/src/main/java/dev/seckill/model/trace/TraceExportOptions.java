package dev.seckill.model.trace;

import dev.seckill.model.settings.Problems;
import dev.seckill.model.tls.ClientTls;
import dev.seckill.model.tls.NamedFile;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Where spans are sent, the same settings in both programs. */
public final class TraceExportOptions {

    @Option(
            names = "--trace-endpoint",
            defaultValue = "${env:TRACE_ENDPOINT:-" + Option.NULL_VALUE + "}",
            description = "Where spans are sent, OTLP as protobuf over HTTP, such as"
                    + " http://localhost:4318/v1/traces; none: nothing is traced.")
    private String endpoint;

    @Option(
            names = "--trace-ca",
            defaultValue = "${env:TRACE_CA:-" + Option.NULL_VALUE + "}",
            description = "PEM file of the CA that signed the collector's certificate, for https://; none: those that"
                    + " the JVM trusts.")
    private Path ca;

    @Option(
            names = "--trace-queue-max",
            defaultValue = "${env:TRACE_QUEUE_MAX:-2048}",
            description = "Spans that wait to be sent; past it they are dropped and counted. [100..100000]")
    private int queueMax;

    @Option(
            names = "--trace-wait",
            defaultValue = "${env:TRACE_WAIT:-5s}",
            description = "How long sending a batch of spans may take; past it the batch is lost and counted. A stop"
                    + " waits as long for the last ones. [100ms..1m]")
    private Duration wait;

    /** The settings; null if nothing is traced, or a problem was added. */
    public TraceExport toSettings(Problems problems) {
        if (endpoint == null || endpoint.isBlank()) { // an empty variable is how a compose file leaves it out
            return null;
        }
        URI address = address(endpoint.strip());
        if (address == null) {
            problems.add("--trace-endpoint (TRACE_ENDPOINT): is not http://host:port/path or https://…, without a user"
                    + " or a #");
            return null;
        }
        ClientTls tls = ClientTls.read(new NamedFile("--trace-ca (TRACE_CA)", ca), problems);
        if (tls != null && !"https".equals(address.getScheme())) {
            problems.add("--trace-ca (TRACE_CA): is of no use, since --trace-endpoint is not https://");
        }
        return new TraceExport(address, tls, queueMax, wait);
    }

    /** Null if it is none. */
    private static URI address(String text) {
        try {
            URI url = new URI(text);
            boolean isHttp = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            boolean isPlain = url.getRawUserInfo() == null && url.getRawFragment() == null;
            return isHttp && isPlain && url.getHost() != null && url.getPort() <= 65_535 ? url : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
