package dev.seckill.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Holds replies against {@code openapi.yaml}: each status, header and body that a test reads has to stand there. A path or
 * method that does not stand there has to be refused.
 */
public final class Contract {

    private static final String BASE = "https://contract.invalid/openapi.json";

    static {
        // It warns of each keyword that is OpenAPI's.
        System.setProperty("org.slf4j.simpleLogger.log.com.networknt.schema", "error");
    }

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonNode ROOT = read();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemas(Map.of(BASE, ROOT.toString()))
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .formatAssertionsEnabled(true)
                            .build()));

    /** What HTTP itself, or each reply, may say. */
    private static final Set<String> GENERAL = Set.of(
            "content-type",
            "content-length",
            "connection",
            "cache-control",
            "x-content-type-options",
            "transfer-encoding",
            ":status");

    private static final String PLAIN = "/components/responses/ServerRefused";

    private Contract() {}

    /** The whole of it. */
    public static JsonNode root() {
        return ROOT;
    }

    /** The methods and paths that it has, such as {@code GET /docs}. */
    public static Set<String> routes() {
        Set<String> routes = new TreeSet<>();
        ROOT.get("paths")
                .fieldNames()
                .forEachRemaining(path -> methods(path).forEach(method -> routes.add(method + " " + path)));
        return routes;
    }

    /** The reply to what was asked with this client, if it stands in the contract; fails if not. */
    public static HttpResponse<String> checked(HttpResponse<String> reply) {
        check(
                reply.request().method(),
                reply.request().uri().getRawPath(),
                reply.statusCode(),
                reply.headers().map(),
                reply.body());
        return reply;
    }

    /** The same of a reply as it came over the wire, lines ended by LF. */
    public static String checked(String method, String path, String reply) {
        int end = reply.indexOf("\n\n");
        String[] lines = reply.substring(0, end < 0 ? reply.length() : end).split("\n");
        Map<String, List<String>> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(": ");
            headers.put(lines[i].substring(0, colon).toLowerCase(Locale.ROOT), List.of(lines[i].substring(colon + 2)));
        }
        check(method, path, Integer.parseInt(lines[0].split(" ")[1]), headers, end < 0 ? "" : reply.substring(end + 2));
        return reply;
    }

    /**
     * The same of whatever was sent and all that came back, lines of either kind. A page that only the test has is left
     * alone, and so is a server that said nothing.
     */
    public static String checkedOverTheWire(String request, String reply) {
        String[] line = request.lines().findFirst().orElse("").split(" ");
        String path = line.length > 1 ? line[1].replaceFirst("\\?.*", "") : "/";
        if (!reply.isEmpty() && !path.equals("/page")) {
            checked(line[0], path, reply.replace("\r\n", "\n"));
        }
        return reply;
    }

    /** Fails unless the contract has this reply. */
    public static void check(String method, String path, int status, Map<String, List<String>> headers, String body) {
        String told = method + " " + path + " -> " + status + " " + headers + "\n" + body + "\n";
        Map<String, String> single = headers.entrySet().stream()
                .collect(Collectors.toMap(
                        header -> header.getKey().toLowerCase(Locale.ROOT),
                        header -> String.join(", ", header.getValue())));
        String asked = method.equals("HEAD") ? "GET" : method;
        Optional<String> known = pathOf(path);
        if (known.isEmpty() && status == 404 || known.isPresent() && status == 405 && !has(known.get(), asked)) {
            checkPlain(told, method, status, single, body);
        } else {
            String response =
                    known.isPresent() && has(known.get(), asked) ? responseOf(told, known.get(), asked, status) : PLAIN;
            checkHeaders(told, response, single);
            checkBody(told, response, method, status, single, body);
        }
    }

    /** Fails unless it is what the schema of this name says. */
    public static void check(String schema, JsonNode value) {
        assertSchema(value + " ", "/components/schemas/" + schema, value);
    }

    private static void checkPlain(String told, String method, int status, Map<String, String> headers, String body) {
        assertThat(headers.containsKey("allow")).as(told + "Allow").isEqualTo(status == 405);
        assertThat(headers.keySet())
                .as(told + "headers")
                .allMatch(name -> GENERAL.contains(name) || name.equals("allow"));
        assertThat(headers.get("content-type")).as(told).isEqualTo("application/problem+json");
        if (!method.equals("HEAD")) {
            assertSchema(told, "/components/schemas/PlainProblem", json(told, body));
        }
    }

    private static void checkHeaders(String told, String response, Map<String, String> headers) {
        JsonNode declared = ROOT.at(response).path("headers");
        Set<String> names = new TreeSet<>();
        declared.properties().forEach(header -> {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            names.add(name);
            String place = resolved(response + "/headers/" + escaped(header.getKey()));
            String value = headers.get(name);
            assertThat(value != null || !ROOT.at(place).path("required").asBoolean())
                    .as(told + "must have the header " + name)
                    .isTrue();
            if (value != null) {
                assertSchema(told, place + "/schema", TextNode.valueOf(value));
            }
        });
        assertThat(headers.keySet())
                .as(told + "has only headers of the contract")
                .allMatch(name -> GENERAL.contains(name) || names.contains(name));
    }

    private static void checkBody(
            String told, String response, String method, int status, Map<String, String> headers, String body) {
        String type = headers.getOrDefault("content-type", "").replaceFirst("\\s*;.*", "");
        String place = response + "/content/" + escaped(type);
        assertThat(ROOT.at(place).isMissingNode())
                .as(told + "has a type of the contract")
                .isFalse();
        if (method.equals("HEAD")) {
            return;
        }
        boolean isJson = type.endsWith("json");
        JsonNode value = isJson ? json(told, body) : TextNode.valueOf(body);
        assertSchema(told, place + "/schema", value);
        if (type.equals("application/problem+json")) {
            assertThat(value.get("status").asInt()).as(told).isEqualTo(status);
        }
    }

    private static JsonNode json(String told, String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError(told + "is no JSON", e);
        }
    }

    private static void assertSchema(String told, String place, JsonNode value) {
        assertThat(SCHEMAS.getSchema(SchemaLocation.of(BASE + "#" + place)).validate(value))
                .as(told + "is what " + place + " says")
                .isEmpty();
    }

    private static Optional<String> pathOf(String path) {
        TreeMap<Integer, String> byParameters = new TreeMap<>();
        ROOT.get("paths").fieldNames().forEachRemaining(template -> {
            String pattern =
                    template.replace(".", "\\.").replace("{tile}", ".+").replaceAll("\\{\\w+}", "[^/]+");
            if (path.matches(pattern)) {
                byParameters.put(template.split("\\{", -1).length, template);
            }
        });
        return Optional.ofNullable(
                byParameters.isEmpty() ? null : byParameters.firstEntry().getValue());
    }

    private static boolean has(String path, String method) {
        return methods(path).contains(method);
    }

    private static Set<String> methods(String path) {
        Set<String> methods = new TreeSet<>();
        ROOT.at(resolved("/paths/" + escaped(path))).fieldNames().forEachRemaining(name -> {
            if (Set.of("get", "post", "put", "delete", "patch").contains(name)) {
                methods.add(name.toUpperCase(Locale.ROOT));
            }
        });
        return methods;
    }

    private static String responseOf(String told, String path, String method, int status) {
        String responses = resolved("/paths/" + escaped(path)) + "/" + method.toLowerCase(Locale.ROOT) + "/responses/";
        String own = responses + status;
        String place = ROOT.at(own).isMissingNode() ? responses + "default" : own;
        assertThat(ROOT.at(place).isMissingNode())
                .as(told + "has a status of the contract")
                .isFalse();
        return resolved(place);
    }

    private static String resolved(String place) {
        JsonNode ref = ROOT.at(place).get("$ref");
        return ref == null ? place : resolved(ref.asText().substring(1));
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    private static JsonNode read() {
        try (InputStream yaml = Contract.class.getResourceAsStream("/dev/seckill/api/http/openapi.yaml")) {
            return new YAMLMapper().readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
