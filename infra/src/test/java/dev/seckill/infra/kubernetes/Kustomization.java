package dev.seckill.infra.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * As much of kustomize as {@code infra/k8s} uses: resources, a namespace, tags of images, numbers of replicas, and patches
 * that merge. Whatever else stands in a kustomization is an error here.
 */
final class Kustomization {

    private static final Set<String> KNOWN =
            Set.of("apiVersion", "kind", "namespace", "resources", "images", "replicas", "patches");

    static final YAMLMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    private final Path folder;
    private final ObjectNode file;

    private Kustomization(Path folder) {
        this.folder = folder;
        this.file = (ObjectNode) documents(folder.resolve("kustomization.yaml")).get(0);
        assertThat(file.propertyNames()).as("%s", folder).isSubsetOf(KNOWN);
    }

    /** All objects of a folder, as kustomize builds them. */
    static List<ObjectNode> build(Path folder) {
        return new Kustomization(folder).build();
    }

    private List<ObjectNode> build() {
        List<ObjectNode> objects = new ArrayList<>();
        for (JsonNode resource : file.path("resources")) {
            Path path = folder.resolve(resource.asString()).normalize();
            objects.addAll(Files.isDirectory(path) ? build(path) : objectsOf(path));
        }
        for (JsonNode patch : file.path("patches")) {
            ObjectNode change = patchOf(folder.resolve(patch.path("path").asString()));
            merge(target(objects, kind(change), name(change)), change);
        }
        for (JsonNode replicas : file.path("replicas")) {
            ((ObjectNode) target(objects, "Deployment", replicas.path("name").asString())
                            .path("spec"))
                    .set("replicas", replicas.path("count"));
        }
        file.path("images").forEach(image -> objects.forEach(object -> tag(object, image)));
        if (file.has("namespace")) {
            objects.forEach(object -> ((ObjectNode) object.path("metadata")).set("namespace", file.path("namespace")));
        }
        return objects;
    }

    private static void tag(ObjectNode object, JsonNode image) {
        String name = image.path("name").asString();
        JsonNode job = object.path("spec").path("jobTemplate");
        JsonNode pod = (job.isMissingNode() ? object : job)
                .path("spec")
                .path("template")
                .path("spec");
        for (String containers : List.of("containers", "initContainers")) {
            for (JsonNode container : pod.path(containers)) {
                if (container.path("image").asString().equals(name)) {
                    ((ObjectNode) container)
                            .put("image", name + ":" + image.path("newTag").asString());
                }
            }
        }
    }

    private static ObjectNode target(List<ObjectNode> objects, String kind, String name) {
        List<ObjectNode> found = objects.stream()
                .filter(object -> kind(object).equals(kind) && name(object).equals(name))
                .toList();
        assertThat(found).as("%s %s", kind, name).hasSize(1);
        return found.get(0);
    }

    /** A null deletes; objects of a list are told apart by their names, and new ones added; any other list is replaced. */
    private static void merge(ObjectNode into, ObjectNode change) {
        for (Map.Entry<String, JsonNode> entry : change.properties()) {
            JsonNode before = into.get(entry.getKey());
            if (entry.getValue().isNull()) {
                assertThat(before)
                        .as("what a patch deletes: %s", entry.getKey())
                        .isNotNull();
                into.remove(entry.getKey());
            } else if (before instanceof ObjectNode known && entry.getValue() instanceof ObjectNode more) {
                merge(known, more);
            } else if (before instanceof ArrayNode known
                    && entry.getValue().path(0).has("name")) {
                entry.getValue()
                        .forEach(element -> named(known, name(element))
                                .ifPresentOrElse(same -> merge(same, (ObjectNode) element), () -> known.add(element)));
            } else {
                into.set(entry.getKey(), entry.getValue());
            }
        }
    }

    private static Optional<ObjectNode> named(ArrayNode elements, String name) {
        return StreamSupport.stream(elements.spliterator(), false)
                .filter(element -> name(element).equals(name))
                .map(ObjectNode.class::cast)
                .findFirst();
    }

    /** One in each file: kubectl before 1.31 takes no more. */
    private static ObjectNode patchOf(Path path) {
        List<ObjectNode> changes = objectsOf(path);
        assertThat(changes).as("patches in %s", path).hasSize(1);
        return changes.get(0);
    }

    private static List<ObjectNode> objectsOf(Path path) {
        return documents(path).stream().map(ObjectNode.class::cast).toList();
    }

    private static List<JsonNode> documents(Path path) {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(path.toFile())) {
            return documents.readAll();
        }
    }

    static String kind(JsonNode object) {
        return object.path("kind").asString();
    }

    /** Of an object, or of an element of a list. */
    static String name(JsonNode object) {
        return object.has("metadata")
                ? object.path("metadata").path("name").asString()
                : object.path("name").asString();
    }
}
