package dev.seckill.infra.kubernetes;

import static dev.seckill.infra.kubernetes.Kustomization.kind;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;

/**
 * The objects of one folder of {@code infra/k8s} as Kubernetes' own types. A field that a type does not have is an error.
 *
 * @param objects in the order in which they stand there
 */
record Manifests(List<HasMetadata> objects) {

    private static final Map<String, Class<? extends HasMetadata>> TYPES = Map.of(
            "ConfigMap", ConfigMap.class,
            "CronJob", CronJob.class,
            "Deployment", Deployment.class,
            "Ingress", Ingress.class,
            "Job", Job.class,
            "NetworkPolicy", NetworkPolicy.class,
            "PodDisruptionBudget", PodDisruptionBudget.class,
            "Service", Service.class,
            "ServiceAccount", ServiceAccount.class);

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                /** The types keep what they do not know in a map, unless nobody tells of that map. */
                @Override
                public Boolean hasAnySetter(MapperConfig<?> config, Annotated annotated) {
                    return Boolean.FALSE;
                }
            })
            .build();

    static Manifests in(String folder) {
        return new Manifests(Kustomization.build(Path.of("k8s", folder)).stream()
                .map(object -> (HasMetadata) STRICT.treeToValue(object, TYPES.get(kind(object))))
                .toList());
    }

    <T extends HasMetadata> List<T> all(Class<T> type) {
        return objects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T extends HasMetadata> Map<String, T> byName(Class<T> type) {
        return all(type).stream()
                .collect(Collectors.toMap(object -> object.getMetadata().getName(), Function.identity()));
    }

    /** Those that make pods: deployments, jobs, and jobs for later. */
    List<HasMetadata> withPods() {
        return objects.stream()
                .filter(object -> object instanceof Deployment || object instanceof Job || object instanceof CronJob)
                .toList();
    }

    /** By the names of what makes them. */
    Map<String, PodTemplateSpec> pods() {
        return withPods().stream()
                .collect(Collectors.toMap(object -> object.getMetadata().getName(), Manifests::template));
    }

    static PodTemplateSpec template(HasMetadata object) {
        if (object instanceof Deployment deployment) {
            return deployment.getSpec().getTemplate();
        }
        return object instanceof CronJob later
                ? later.getSpec().getJobTemplate().getSpec().getTemplate()
                : ((Job) object).getSpec().getTemplate();
    }

    /** The pods that have all of these labels. */
    List<PodTemplateSpec> selected(Map<String, String> labels) {
        return pods().values().stream()
                .filter(pod -> pod.getMetadata().getLabels().entrySet().containsAll(labels.entrySet()))
                .toList();
    }

    /** By labels, or by what one of them is in. */
    List<PodTemplateSpec> selected(LabelSelector selector) {
        return selected(selector.getMatchLabels()).stream()
                .filter(pod -> selector.getMatchExpressions().stream().allMatch(wanted -> isIn(pod, wanted)))
                .toList();
    }

    private static boolean isIn(PodTemplateSpec pod, LabelSelectorRequirement wanted) {
        assertThat(wanted.getOperator()).isEqualTo("In");
        return wanted.getValues().contains(pod.getMetadata().getLabels().get(wanted.getKey()));
    }
}
