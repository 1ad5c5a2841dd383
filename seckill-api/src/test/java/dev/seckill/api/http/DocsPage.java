package dev.seckill.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seckill.api.Contract;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Writes the page under {@code /docs} from the contract. */
final class DocsPage {

    private static final List<String> METHODS = List.of("get", "put", "post");

    private static final String STYLE = """
            :root { --ink: #1c2430; --dim: #5a6675; --paper: #ffffff; --soft: #f3f5f8; --line: #d9dfe7; --link: #0b5cad;
              --get: #1b6e3c; --put: #8a5a00; --post: #0b5cad; color-scheme: light dark; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e4e8ee; --dim: #9fabba; --paper: #14181e; --soft: #1d232b;
              --line: #333c48; --link: #7db8f5; --get: #74d19a; --put: #e5b45c; --post: #7db8f5; } }
            * { box-sizing: border-box; }
            body { margin: 0; color: var(--ink); background: var(--paper); font: 16px/1.55 system-ui, sans-serif; }
            .page { display: grid; grid-template-columns: 17rem minmax(0, 46rem); gap: 3rem; max-width: 70rem;
              margin: 0 auto; padding: 0 1.5rem 6rem; }
            nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto; padding: 2.2rem 0;
              font-size: .875rem; }
            nav h2 { margin: 1.2rem 0 .3rem; padding: 0; border: 0; font-size: .75rem; text-transform: uppercase;
              letter-spacing: .06em; color: var(--dim); }
            nav ul { margin: 0; padding: 0; list-style: none; }
            nav li a { display: block; padding: .15rem 0; color: var(--ink); text-decoration: none; }
            nav li a:hover, nav li a:focus { color: var(--link); text-decoration: underline; }
            h1 { margin: 2rem 0 .3rem; font-size: 2rem; line-height: 1.2; }
            h2 { margin: 3rem 0 1rem; padding-top: 1rem; border-top: 2px solid var(--line); font-size: 1.5rem; }
            h3 { margin: 2.4rem 0 .4rem; font-size: 1.1rem; overflow-wrap: anywhere; }
            h4 { margin: 1.2rem 0 .3rem; font-size: .95rem; }
            h3 a { color: inherit; text-decoration: none; }
            a { color: var(--link); }
            p { margin: .5rem 0; }
            .lead { font-size: 1.1rem; color: var(--dim); }
            code { padding: .1em .3em; border-radius: 4px; background: var(--soft); font: .875em/1.4 ui-monospace, monospace;
              overflow-wrap: break-word; }
            pre { margin: .6rem 0; padding: .8rem 1rem; overflow-x: auto; border-radius: 6px; background: var(--soft); }
            pre code { padding: 0; background: none; }
            .method { display: inline-block; min-width: 3.2em; margin-right: .4em; font: 700 .8em ui-monospace, monospace;
              letter-spacing: .04em; }
            .get { color: var(--get); } .put { color: var(--put); } .post { color: var(--post); }
            .table { margin: .8rem 0 1.2rem; overflow-x: auto; }
            table { width: 100%; border-collapse: collapse; font-size: .9rem; }
            th, td { padding: .45rem .7rem .45rem 0; border-bottom: 1px solid var(--line); text-align: left;
              vertical-align: top; }
            th { font-size: .8rem; color: var(--dim); font-weight: 600; }
            td:first-child { white-space: nowrap; }
            .dim { color: var(--dim); }
            section:target > h3 { text-decoration: underline; text-decoration-thickness: 3px; }
            @media (max-width: 60rem) { .page { display: flex; flex-direction: column-reverse; gap: 0; }
              main, nav { width: 100%; } nav { position: static; max-height: none; columns: 2 9rem; } }
            """;

    private final StringBuilder html = new StringBuilder();

    private DocsPage() {}

    /** The whole page. */
    static String of() {
        DocsPage page = new DocsPage();
        page.write();
        return page.html.toString();
    }

    private void write() {
        JsonNode info = Contract.root().get("info");
        line("<!doctype html>");
        line("<!-- Made from openapi.yaml; DocsPageTest says how to make it anew. -->");
        line("<html lang=\"en\">");
        line("<meta charset=\"utf-8\">");
        line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        line("<title>" + text(info.get("title")) + ": HTTP</title>");
        html.append("<style>\n").append(STYLE).append("</style>\n");
        line("<div class=\"page\">");
        nav();
        line("<main>");
        line("<h1>" + text(info.get("title")) + "</h1>");
        line("<p class=\"lead\">" + prose(info.get("summary").asText()) + "</p>");
        paragraphs(info.get("description").asText());
        line("<p>The same for programs: <a href=\"/openapi.yaml\">openapi.yaml</a> (OpenAPI 3.1).</p>");
        for (JsonNode tag : Contract.root().get("tags")) {
            tag(tag);
        }
        line("<h2 id=\"problems\">Problems</h2>");
        line(
                "<p>Each is a <code>type</code> of <code>application/problem+json</code>; the address of its section is the"
                        + " <code>type</code>.</p>");
        schemas(true).forEach(this::problem);
        line("<h2 id=\"objects\">Objects</h2>");
        schemas(false).forEach(this::object);
        line("</main>");
        line("</div>");
        line("</html>");
    }

    private void nav() {
        line("<nav aria-label=\"Contents\">");
        for (JsonNode tag : Contract.root().get("tags")) {
            line("<h2>" + text(tag.get("name")) + "</h2>");
            line("<ul>");
            operations(tag.get("name").asText())
                    .forEach(operation -> line("<li><a href=\"#" + operation.id() + "\">" + operation.method()
                            + escaped(operation.path().replace("/api/sales", "/sales")) + "</a></li>"));
            line("</ul>");
        }
        line("<h2>Problems</h2>");
        line("<ul>");
        schemas(true)
                .forEach(problem -> line("<li><a href=\"#" + anchor(problem) + "\">" + anchor(problem) + "</a></li>"));
        line("</ul>");
        line("<h2>Objects</h2>");
        line("<ul>");
        schemas(false).forEach(name -> line("<li><a href=\"#" + name + "\">" + name + "</a></li>"));
        line("</ul>");
        line("</nav>");
    }

    private void tag(JsonNode tag) {
        line("<h2>" + text(tag.get("name")) + "</h2>");
        paragraphs(tag.get("description").asText());
        operations(tag.get("name").asText()).forEach(this::operation);
    }

    private void operation(Operation operation) {
        JsonNode node = operation.node();
        line("<section id=\"" + operation.id() + "\">");
        line("<h3><a href=\"#" + operation.id() + "\">" + operation.method() + "<code>" + escaped(operation.path())
                + "</code></a></h3>");
        line("<p><strong>" + prose(node.get("summary").asText()) + "</strong></p>");
        paragraphs(node.path("description").asText());
        security(node);
        operation
                .servers()
                .forEach(server -> line(
                        "<p class=\"dim\">" + prose(server.get("description").asText()) + "</p>"));
        parameters(operation);
        body(node);
        responses(node.get("responses"));
        line("</section>");
    }

    private void security(JsonNode operation) {
        for (JsonNode alternative : operation.path("security")) {
            alternative
                    .fieldNames()
                    .forEachRemaining(scheme -> line("<p class=\"dim\"><code>Authorization: Bearer</code> "
                            + prose(Contract.root()
                                    .at("/components/securitySchemes/" + scheme + "/description")
                                    .asText())
                            + "</p>"));
        }
    }

    private void parameters(Operation operation) {
        if (operation.parameters().isEmpty()) {
            return;
        }
        table("Parameter", "In", "Meaning");
        for (JsonNode each : operation.parameters()) {
            JsonNode parameter = resolved(each);
            row(
                    "<code>" + text(parameter.get("name")) + "</code>",
                    text(parameter.get("in")) + (parameter.path("required").asBoolean() ? "" : ", optional"),
                    prose(parameter.get("description").asText())
                            + constraint(parameter.get("schema"))
                            + standard(parameter.get("schema")));
        }
        endTable();
    }

    private void body(JsonNode operation) {
        JsonNode media = operation.at("/requestBody/content/application~1json");
        if (!media.isMissingNode()) {
            line("<h4>Body: " + type(media.get("schema")) + "</h4>");
            line("<pre tabindex=\"0\"><code>" + escaped(media.get("example").toPrettyString()) + "</code></pre>");
        }
    }

    private void responses(JsonNode responses) {
        table("Status", "Body", "Meaning");
        for (Map.Entry<String, JsonNode> each : responses.properties()) {
            JsonNode response = resolved(each.getValue());
            String headers = response.path("headers").properties().stream()
                    .map(header -> "<code>" + escaped(header.getKey()) + "</code>")
                    .collect(Collectors.joining(", "));
            row(
                    each.getKey().equals("default") ? "others" : each.getKey(),
                    response.path("content").properties().stream()
                            .map(media -> body(media.getKey(), media.getValue().get("schema")))
                            .collect(Collectors.joining(" or ")),
                    prose(response.get("description").asText().strip())
                            + (headers.isEmpty() ? "" : " <span class=\"dim\">With " + headers + ".</span>"));
        }
        endTable();
    }

    private static String body(String media, JsonNode schema) {
        return media.endsWith("json") ? type(schema) : escaped(media);
    }

    private void problem(String name) {
        JsonNode schema = schema(name);
        line("<section id=\"" + anchor(name) + "\">");
        line("<h3><a href=\"#" + anchor(name) + "\"><code>" + escaped(problemType(schema)) + "</code></a></h3>");
        JsonNode status = schema.at("/properties/status");
        String codes = status.has("const")
                ? status.get("const").asText()
                : texts(status.get("enum")).collect(Collectors.joining(" or "));
        line("<p><strong>" + text(schema.get("title")) + "</strong> <span class=\"dim\">(" + codes + ")</span></p>");
        paragraphs(schema.get("description").asText());
        List<Map.Entry<String, JsonNode>> own = schema.get("properties").properties().stream()
                .filter(field -> !List.of("type", "status").contains(field.getKey()))
                .toList();
        fields(own, schema);
        line("</section>");
    }

    private void object(String name) {
        JsonNode schema = schema(name);
        line("<section id=\"" + name + "\">");
        line("<h3><a href=\"#" + name + "\">" + name + "</a></h3>");
        paragraphs(schema.path("description").asText());
        if (schema.has("properties")) {
            fields(List.copyOf(schema.get("properties").properties()), schema);
        } else {
            line("<p>" + constraint(schema).strip() + "</p>");
        }
        line("</section>");
    }

    private void fields(List<Map.Entry<String, JsonNode>> fields, JsonNode schema) {
        if (fields.isEmpty()) {
            return;
        }
        List<String> required = texts(schema.path("required")).toList();
        table("Field", "Type", "Meaning");
        for (Map.Entry<String, JsonNode> field : fields) {
            JsonNode value = field.getValue();
            row(
                    "<code>" + escaped(field.getKey()) + "</code>"
                            + (required.contains(field.getKey()) ? "" : "<br><span class=\"dim\">optional</span>"),
                    type(value),
                    prose(description(value)) + constraint(value) + standard(value));
        }
        endTable();
    }

    private static String description(JsonNode value) {
        JsonNode own = value.get("description");
        return (own == null ? resolved(value).path("description") : own)
                .asText()
                .strip();
    }

    /** A type as a reader names it, with a link to where it is explained. */
    private static String type(JsonNode schema) {
        if (schema.has("$ref")) {
            String ref = schema.get("$ref").asText();
            String name = ref.substring(ref.lastIndexOf('/') + 1);
            JsonNode target = resolved(schema);
            if (name.equals("Problem") || name.equals("PlainProblem")) {
                return "<code>about:blank</code>";
            }
            return isProblem(target)
                    ? "<a href=\"#" + anchor(name) + "\">" + anchor(name) + "</a>"
                    : "<a href=\"#" + name + "\">" + name + "</a>";
        }
        if (schema.has("oneOf")) {
            return StreamSupport.stream(schema.get("oneOf").spliterator(), false)
                    .map(DocsPage::type)
                    .distinct()
                    .collect(Collectors.joining(" or "));
        }
        if (schema.has("allOf")) {
            return type(schema.get("allOf").get(0));
        }
        if (schema.has("const")) {
            return "<code>" + escaped(schema.get("const").asText()) + "</code>";
        }
        if (schema.has("enum")) {
            return "text";
        }
        JsonNode type = schema.get("type");
        String names = type.isArray()
                ? texts(type).map(DocsPage::plain).collect(Collectors.joining(" or "))
                : plain(type.asText());
        return schema.has("items") ? "list of " + type(schema.get("items")) : names;
    }

    private static String plain(String type) {
        return switch (type) {
            case "integer" -> "whole number";
            case "string" -> "text";
            case "boolean" -> "true or false";
            default -> type;
        };
    }

    /** Its bounds, in words. */
    private static String constraint(JsonNode schema) {
        List<String> rules = new ArrayList<>();
        JsonNode at = schema.has("$ref") ? resolved(schema) : schema;
        if (at.has("minimum") && at.has("maximum")) {
            rules.add(at.get("minimum") + " to " + at.get("maximum"));
        } else if (at.has("minimum")) {
            rules.add("at least " + at.get("minimum"));
        }
        if (at.has("minLength")) {
            rules.add(at.get("minLength") + " to " + at.get("maxLength") + " characters");
        }
        if (at.has("not")) {
            rules.add("not " + at.at("/not/const"));
        }
        if (at.has("enum")) {
            rules.add(texts(at.get("enum")).collect(Collectors.joining(", ")));
        }
        return rules.isEmpty() ? "" : " <span class=\"dim\">" + escaped(String.join(", ", rules)) + ".</span>";
    }

    private static String standard(JsonNode schema) {
        return schema.has("default")
                ? " <span class=\"dim\">Without it <code>"
                        + escaped(schema.get("default").toString()) + "</code>.</span>"
                : "";
    }

    private void paragraphs(String markdown) {
        for (String paragraph : markdown.strip().split("\n\n")) {
            if (!paragraph.isBlank()) {
                line("<p>" + prose(paragraph) + "</p>");
            }
        }
    }

    /** Text in which backticks mark code. */
    private static String prose(String markdown) {
        return escaped(markdown.strip().replace('\n', ' ')).replaceAll("`([^`]*)`", "<code>$1</code>");
    }

    private void table(String... heads) {
        line("<div class=\"table\" tabindex=\"0\"><table>");
        line("<tr><th>" + String.join("</th><th>", heads) + "</th></tr>");
    }

    private void row(String... cells) {
        line("<tr><td>" + String.join("</td><td>", cells) + "</td></tr>");
    }

    private void endTable() {
        line("</table></div>");
    }

    private void line(String text) {
        html.append(text).append('\n');
    }

    private record Operation(String verb, String path, JsonNode item, JsonNode node) {

        String id() {
            return verb + escaped(path.replaceAll("[{}]", "").replaceAll("[^A-Za-z]+", "-"));
        }

        String method() {
            return "<span class=\"method " + verb + "\">" + verb.toUpperCase(Locale.ROOT) + "</span>";
        }

        List<JsonNode> parameters() {
            List<JsonNode> all = new ArrayList<>();
            item.path("parameters").forEach(all::add);
            node.path("parameters").forEach(all::add);
            return all;
        }

        List<JsonNode> servers() {
            List<JsonNode> all = new ArrayList<>();
            item.path("servers").forEach(all::add);
            return all;
        }
    }

    private static List<Operation> operations(String tag) {
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : Contract.root().get("paths").properties()) {
            JsonNode item = resolved(path.getValue());
            for (String method : METHODS) {
                JsonNode node = item.path(method);
                if (texts(node.path("tags")).anyMatch(tag::equals)) {
                    operations.add(new Operation(method, path.getKey(), item, node));
                }
            }
        }
        return operations;
    }

    /** The names of the problems, or of what else has a name. */
    private static List<String> schemas(boolean problems) {
        return Contract.root().at("/components/schemas").properties().stream()
                .filter(schema -> isProblem(schema.getValue()) == problems)
                .map(Map.Entry::getKey)
                .filter(name -> problems || !List.of("Problem", "PlainProblem").contains(name))
                .toList();
    }

    private static boolean isProblem(JsonNode schema) {
        return problemType(schema).startsWith("/docs#");
    }

    private static String problemType(JsonNode schema) {
        return schema.at("/properties/type/const").asText();
    }

    private static String anchor(String problem) {
        return problemType(schema(problem)).replace("/docs#", "");
    }

    private static JsonNode schema(String name) {
        return Contract.root().at("/components/schemas/" + name);
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref")
                ? resolved(Contract.root().at(node.get("$ref").asText().substring(1)))
                : node;
    }

    private static Stream<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText);
    }

    private static String text(JsonNode node) {
        return escaped(node.asText());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
