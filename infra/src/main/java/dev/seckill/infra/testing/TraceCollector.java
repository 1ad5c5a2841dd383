package dev.seckill.infra.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.seckill.infra.tls.IssuedCertificate;
import dev.seckill.infra.tls.ServerContext;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Takes spans as a collector does, OTLP over HTTP, and keeps them. */
public final class TraceCollector implements AutoCloseable {

    private static final String PATH = "/v1/traces";

    private final HttpServer server;
    private final String scheme;
    private final List<TakenSpan> spans = new CopyOnWriteArrayList<>();

    /**
     * A span as it came.
     *
     * @param service the program's name
     * @param parentId empty if it has none
     * @param failed whether it says that it failed
     * @param attributes the values as text
     */
    public record TakenSpan(
            String service,
            String name,
            String traceId,
            String spanId,
            String parentId,
            boolean failed,
            long startNanos,
            long endNanos,
            Map<String, String> attributes) {}

    private TraceCollector(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
    }

    /** Starts on a free port of this machine. */
    public static TraceCollector start() {
        try {
            return start(HttpServer.create(freePort(), 0), "http");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The same, but it speaks HTTPS.
     *
     * @param keyStore what it shows: PKCS #12, opened by {@link IssuedCertificate#PASSWORD}
     */
    public static TraceCollector start(Path keyStore) {
        try {
            HttpsServer server = HttpsServer.create(freePort(), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(ServerContext.of(keyStore)));
            return start(server, "https");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetSocketAddress freePort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static TraceCollector start(HttpServer server, String scheme) {
        TraceCollector collector = new TraceCollector(server, scheme);
        server.createContext(PATH, collector::take);
        server.start();
        return collector;
    }

    /** For {@code --trace-endpoint}. */
    public String endpoint() {
        return scheme + "://127.0.0.1:" + server.getAddress().getPort() + PATH;
    }

    /** What has come so far. */
    public List<TakenSpan> spans() {
        return List.copyOf(spans);
    }

    /** The spans of one trace that have come, by their names; of those with the same name the last. */
    public Map<String, TakenSpan> trace(String traceId) {
        return spans.stream()
                .filter(span -> span.traceId().equals(traceId))
                .collect(Collectors.toMap(TakenSpan::name, span -> span, (one, other) -> other));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
            for (ResourceSpans of : request.getResourceSpansList()) {
                String service =
                        attributes(of.getResource().getAttributesList()).get("service.name");
                of.getScopeSpansList()
                        .forEach(scope -> scope.getSpansList().forEach(span -> spans.add(taken(service, span))));
            }
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1); // an empty message
        }
    }

    private static TakenSpan taken(String service, Span span) {
        HexFormat hex = HexFormat.of();
        return new TakenSpan(
                service,
                span.getName(),
                hex.formatHex(span.getTraceId().toByteArray()),
                hex.formatHex(span.getSpanId().toByteArray()),
                hex.formatHex(span.getParentSpanId().toByteArray()),
                span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR,
                span.getStartTimeUnixNano(),
                span.getEndTimeUnixNano(),
                attributes(span.getAttributesList()));
    }

    private static Map<String, String> attributes(List<KeyValue> attributes) {
        return attributes.stream()
                .collect(Collectors.toMap(
                        KeyValue::getKey,
                        attribute -> attribute.getValue().hasIntValue()
                                ? Long.toString(attribute.getValue().getIntValue())
                                : attribute.getValue().getStringValue()));
    }
}
