package dev.seckill.infra.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.model.settings.SettingDuration;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DatabindException;

/** The manifests are of Kubernetes' own types, agree with each other and say nothing that the programs do not know. */
final class ManifestsTest {

    private static final String SECRETS = "/etc/seckill/secrets/";
    private static final String CA = "/etc/seckill/ca/";
    private static final String SECRET = "/etc/seckill/proof-secret";
    private static final String KEYS = "/etc/seckill/proof-keys";
    private static final String PROOFS = "/var/lib/seckill/proofs";
    private static final String STEP = "app.kubernetes.io/name";
    private static final List<String> STEPS = List.of("order-consumer-migrate", "order-consumer", "seckill-api");
    private static final Pattern EXPOSED = Pattern.compile("(?m)^FROM \\w+ AS ([\\w-]+)$|^EXPOSE ([\\d ]+)$");

    private final SettingTable api = SettingTable.of("../seckill-api/README.md");
    private final SettingTable consumer = SettingTable.of("../order-consumer/README.md");

    @Test
    void aFieldThatKubernetesDoesNotKnowIsAnError() {
        assertThatThrownBy(() -> Manifests.in("../src/test/resources/k8s-misspelt"))
                .isInstanceOf(DatabindException.class)
                .hasMessageContaining("readinesProbe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/model", "overlays/proofs"})
    void whatIsSelectedIsThere(String folder) {
        Manifests manifests = Manifests.in(folder);

        for (Deployment deployment : manifests.all(Deployment.class)) {
            PodTemplateSpec pod = deployment.getSpec().getTemplate();
            assertThat(manifests.selected(deployment.getSpec().getSelector().getMatchLabels()))
                    .containsExactly(pod);
            pod.getSpec()
                    .getTopologySpreadConstraints()
                    .forEach(spread -> assertThat(
                                    manifests.selected(spread.getLabelSelector().getMatchLabels()))
                            .containsExactly(pod));
        }
        assertThat(manifests.all(Service.class))
                .isNotEmpty()
                .allSatisfy(service -> assertThat(
                                manifests.selected(service.getSpec().getSelector()))
                        .hasSize(1));
        assertThat(manifests.all(PodDisruptionBudget.class))
                .isNotEmpty()
                .allSatisfy(
                        budget -> assertThat(manifests.selected(budget.getSpec().getSelector()))
                                .hasSize(1));
        assertThat(selectors(manifests)).isNotEmpty().allSatisfy(selector -> {
            List<PodTemplateSpec> pods = manifests.selected(selector);
            assertThat(pods.size())
                    .as("pods of %s", selector)
                    .isEqualTo(Math.max(
                            1,
                            selector.getMatchExpressions().stream()
                                    .mapToInt(wanted -> wanted.getValues().size())
                                    .sum()));
        });
    }

    /** Of policies: who they are for, and to whom they open. */
    private static Stream<LabelSelector> selectors(Manifests manifests) {
        return manifests.all(NetworkPolicy.class).stream()
                .map(NetworkPolicy::getSpec)
                .flatMap(policy -> Stream.concat(
                        Stream.of(policy.getPodSelector()),
                        Stream.concat(
                                        policy.getIngress().stream().flatMap(rule -> rule.getFrom().stream()),
                                        policy.getEgress().stream().flatMap(rule -> rule.getTo().stream()))
                                .map(NetworkPolicyPeer::getPodSelector)
                                .filter(Objects::nonNull)));
    }

    /** So that what the README applies first, with the label of that step, lacks nothing that comes later. */
    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/model", "overlays/proofs"})
    void eachStepOfAnUpgradeHasAllThatItsPodsNeed(String folder) {
        Manifests manifests = Manifests.in(folder);

        assertThat(manifests.objects())
                .allSatisfy(object -> assertThat(STEPS).contains(step(object)))
                .allSatisfy(object -> assertThat(object.getMetadata().getLabels())
                        .containsEntry("app.kubernetes.io/part-of", "seckill"));
        for (HasMetadata object : manifests.withPods()) {
            PodSpec pod = Manifests.template(object).getSpec();
            assertThat(List.of(
                            manifests.byName(ServiceAccount.class).get(pod.getServiceAccountName()),
                            configMap(manifests, Manifests.template(object))))
                    .extracting(ManifestsTest::step)
                    .as("what %s needs", object.getMetadata().getName())
                    .containsOnly(step(object));
        }
    }

    @Test
    void anUpgradeTakesItsStepsInOrder() throws IOException {
        String readme = Files.readString(Path.of("k8s/README.md"));
        String upgrade = readme.substring(readme.indexOf("### An upgrade"), readme.indexOf("## What you bring"));

        assertThat(upgrade)
                .containsSubsequence(
                        "delete job order-consumer-migrate",
                        "apply -k $OVERLAY -l " + STEP + "=" + STEPS.get(0) + "\n",
                        "wait --for=condition=complete",
                        "job/order-consumer-migrate\n",
                        "apply -k $OVERLAY -l " + STEP + "=" + STEPS.get(1) + "\n",
                        "rollout status deployment/order-consumer\n",
                        "apply -k $OVERLAY\n",
                        "rollout status deployment/" + STEPS.get(2) + "\n");
    }

    private static String step(HasMetadata object) {
        return object.getMetadata().getLabels().get(STEP);
    }

    @Test
    void portsThatAreNamedAreThoseThatTheImagesExpose() throws IOException {
        Manifests manifests = Manifests.in("base");
        Map<String, Set<Integer>> exposed = exposedPorts();

        for (Deployment deployment : manifests.all(Deployment.class)) {
            Container container = container(deployment.getSpec().getTemplate());
            assertThat(portsOf(deployment.getSpec().getTemplate()).values())
                    .containsExactlyInAnyOrderElementsOf(exposed.get(container.getName()));
            assertThat(Stream.of(
                                    container.getStartupProbe(),
                                    container.getLivenessProbe(),
                                    container.getReadinessProbe())
                            .map(probe -> probe.getHttpGet().getPort().getStrVal()))
                    .allMatch(portsOf(deployment.getSpec().getTemplate())::containsKey);
            assertThat(deployment
                            .getSpec()
                            .getTemplate()
                            .getMetadata()
                            .getAnnotations()
                            .get("prometheus.io/port"))
                    .isIn(exposed.get(container.getName()).stream()
                            .map(Object::toString)
                            .toList());
        }
        for (Service service : manifests.all(Service.class)) {
            PodTemplateSpec pod =
                    manifests.selected(service.getSpec().getSelector()).get(0);
            assertThat(service.getSpec().getPorts())
                    .allMatch(port ->
                            portsOf(pod).containsKey(port.getTargetPort().getStrVal()));
        }
        for (NetworkPolicy policy : manifests.all(NetworkPolicy.class)) {
            Set<String> ports = manifests.selected(policy.getSpec().getPodSelector()).stream()
                    .flatMap(pod -> portsOf(pod).keySet().stream())
                    .collect(Collectors.toSet());
            assertThat(policy.getSpec().getIngress().stream()
                            .flatMap(rule -> rule.getPorts().stream())
                            .map(NetworkPolicyPort::getPort)
                            .map(IntOrString::getStrVal))
                    .allMatch(ports::contains);
        }
        Map<String, Service> services = manifests.byName(Service.class);
        assertThat(paths(manifests))
                .isNotEmpty()
                .allSatisfy(path -> assertThat(
                                services.get(path.getBackend().getService().getName())
                                        .getSpec()
                                        .getPorts())
                        .extracting(ServicePort::getName)
                        .contains(path.getBackend().getService().getPort().getName()));
    }

    private static List<HTTPIngressPath> paths(Manifests manifests) {
        return manifests.all(Ingress.class).stream()
                .flatMap(ingress -> ingress.getSpec().getRules().stream())
                .flatMap(rule -> rule.getHttp().getPaths().stream())
                .toList();
    }

    /** By the target of the Dockerfile. */
    private static Map<String, Set<Integer>> exposedPorts() throws IOException {
        Map<String, Set<Integer>> ports = new HashMap<>();
        String[] target = new String[1];
        EXPOSED.matcher(Files.readString(Path.of("docker/Dockerfile")))
                .results()
                .forEach(line -> {
                    if (line.group(1) != null) {
                        target[0] = line.group(1);
                    } else {
                        ports.put(
                                target[0],
                                Stream.of(line.group(2).split(" "))
                                        .map(Integer::valueOf)
                                        .collect(Collectors.toSet()));
                    }
                });
        assertThat(ports).containsKeys("seckill-api", "order-consumer");
        return ports;
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/model", "overlays/proofs"})
    void everyVariableIsOneThatItsProgramKnows(String folder) {
        Manifests manifests = Manifests.in(folder);

        manifests
                .pods()
                .forEach((name, pod) -> assertThat(settings(manifests, pod).keySet())
                        .as(name)
                        .isNotEmpty()
                        .isSubsetOf(known(pod).variables()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/model", "overlays/proofs"})
    void filesThatTheyNameAreMountedAndStandInTheReadme(String folder) throws IOException {
        Manifests manifests = Manifests.in(folder);
        String readme = Files.readString(Path.of("k8s/README.md"));

        manifests.pods().forEach((name, pod) -> {
            PodSpec spec = pod.getSpec();
            assertThat(allContainers(pod)
                            .flatMap(each -> each.getVolumeMounts().stream())
                            .map(VolumeMount::getName)
                            .distinct())
                    .containsExactlyInAnyOrderElementsOf(
                            spec.getVolumes().stream().map(Volume::getName).toList());
            settings(manifests, pod).values().stream()
                    .filter(value -> value.startsWith("/") && !value.equals(KEYS) && !value.equals(PROOFS))
                    .forEach(path -> {
                        assertThat(path).matches("(" + SECRETS + "|" + CA + ")[a-z.-]+");
                        String source = path.startsWith(CA) ? "seckill-ca" : secretOf(spec);
                        assertThat(readme)
                                .contains("| `" + source + "` | `" + path.substring(path.lastIndexOf('/') + 1));
                    });
        });
    }

    /** The image with the settings, files and ways of the program itself; but no Service sends anybody there. */
    @ParameterizedTest
    @ValueSource(strings = {"seckill-api", "order-consumer"})
    void aCommandRunsAsItsProgramDoes(String name) {
        Manifests manifests = Manifests.in("base");
        PodTemplateSpec program = manifests.pods().get(name);
        PodTemplateSpec command = manifests.pods().get(name + "-command");
        CronJob later = manifests.byName(CronJob.class).get(name + "-command");

        assertThat(container(command).getImage()).isEqualTo(container(program).getImage());
        assertThat(container(command).getArgs()).hasSize(1);
        assertThat(container(command).getEnvFrom()).isEqualTo(container(program).getEnvFrom());
        assertThat(container(command).getVolumeMounts())
                .isEqualTo(container(program).getVolumeMounts());
        assertThat(command.getSpec().getVolumes()).isEqualTo(program.getSpec().getVolumes());
        assertThat(command.getSpec().getRestartPolicy()).isEqualTo("Never");
        assertThat(later.getSpec().getJobTemplate().getSpec().getBackoffLimit()).isZero();
        assertThat(later.getSpec().getSuspend()).isTrue();
        assertThat(manifests.all(Service.class))
                .noneMatch(service ->
                        manifests.selected(service.getSpec().getSelector()).contains(command));
        assertThat(selectors(manifests)
                        .filter(selector -> manifests.selected(selector).contains(program)))
                .isNotEmpty()
                .allMatch(selector -> name.equals("order-consumer")
                        || manifests.selected(selector).contains(command));
    }

    /** A key that more than its owner can read is none, so a container that runs before copies them out of the Secret. */
    @ParameterizedTest
    @ValueSource(strings = {"seckill-api", "order-consumer", "seckill-api-command", "order-consumer-command"})
    void aPodThatProvesHasItsKeysForItselfAlone(String name) throws IOException {
        Manifests manifests = Manifests.in("overlays/proofs");
        PodTemplateSpec pod = manifests.pods().get(name);
        Container copies = pod.getSpec().getInitContainers().get(0);

        assertThat(settings(manifests, pod)).containsEntry("PROOF_KEYS", KEYS).containsKey("PROOF_ORIGIN");
        assertThat(settings(Manifests.in("base"), pod)).doesNotContainKey("PROOF_KEYS");
        assertThat(copies.getCommand()).containsExactly("sh", "-c", "install -m 600 " + SECRET + "/* " + KEYS + "/");
        assertThat(mounts(copies)).isEqualTo(Map.of("proof-secret", SECRET, "proof-keys", KEYS));
        assertThat(mounts(container(pod))).containsEntry("proof-keys", KEYS).doesNotContainKey("proof-secret");
        Map<String, Volume> volumes =
                pod.getSpec().getVolumes().stream().collect(Collectors.toMap(Volume::getName, volume -> volume));
        assertThat(volumes.get("proof-keys").getEmptyDir().getMedium()).isEqualTo("Memory");
        assertThat(Files.readString(Path.of("k8s/README.md")))
                .contains("| `" + volumes.get("proof-secret").getSecret().getSecretName() + "` | `keys`, ");
        if (name.equals("order-consumer")) {
            assertThat(settings(manifests, pod)).containsEntry("PROOFS", PROOFS);
            assertThat(mounts(container(pod))).containsEntry("proofs", PROOFS);
            // Past a limit the pod would be evicted, and with it who stores orders.
            assertThat(volumes.get("proofs").getEmptyDir().getSizeLimit()).isNull();
        }
    }

    private static Map<String, String> mounts(Container container) {
        return container.getVolumeMounts().stream()
                .collect(Collectors.toMap(VolumeMount::getName, VolumeMount::getMountPath));
    }

    private static Stream<Container> allContainers(PodTemplateSpec pod) {
        return Stream.concat(Stream.of(container(pod)), pod.getSpec().getInitContainers().stream());
    }

    private static String secretOf(PodSpec spec) {
        return spec.getVolumes().stream()
                .filter(volume -> volume.getName().equals("secrets"))
                .map(volume -> volume.getSecret().getSecretName())
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/model", "overlays/proofs"})
    void noPodMayDoMoreThanItNeeds(String folder) {
        Manifests manifests = Manifests.in(folder);

        manifests.pods().forEach((name, pod) -> {
            PodSpec spec = pod.getSpec();
            assertThat(manifests.byName(ServiceAccount.class)).containsKey(spec.getServiceAccountName());
            assertThat(spec.getAutomountServiceAccountToken()).as(name).isFalse();
            assertThat(spec.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(spec.getSecurityContext().getRunAsUser()).isEqualTo(10001);
            assertThat(spec.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            allContainers(pod).forEach(ManifestsTest::assertNeedsLittle);
            assertThat(manifests.all(NetworkPolicy.class))
                    .anyMatch(policy -> manifests
                                    .selected(policy.getSpec().getPodSelector())
                                    .contains(pod)
                            && policy.getSpec().getPolicyTypes().equals(List.of("Ingress", "Egress")));
        });
    }

    private static void assertNeedsLittle(Container container) {
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(container.getEnv()).as("secrets are files").isEmpty();
        assertThat(container.getImage()).matches("seckill/[a-z-]+:[\\d.]+");
        assertThat(container.getResources().getLimits().get("memory"))
                .isEqualTo(container.getResources().getRequests().get("memory"));
        assertThat(container.getResources().getRequests()).containsKey("cpu");
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/model", "overlays/proofs"})
    void aPodHasTimeToDrainAndIsOutOfTheServiceByThen(String folder) {
        Manifests manifests = Manifests.in(folder);
        PodTemplateSpec apiPod = manifests.pods().get("seckill-api");
        PodTemplateSpec consumerPod = manifests.pods().get("order-consumer");
        Duration apiDrain =
                new SettingDuration().convert(settings(manifests, apiPod).get("DRAIN"));
        Duration consumerDrain =
                new SettingDuration().convert(settings(manifests, consumerPod).get("CONSUMER_DRAIN"));

        assertThat(noticed(apiPod)).isLessThan(apiDrain);
        assertThat(noticed(consumerPod)).isLessThan(consumerDrain);
        // Each of the stages of a stop may take so long: HTTP, decisions, delivery, the producer.
        assertThat(grace(apiPod))
                .isGreaterThanOrEqualTo(apiDrain.plus(api.standard("STOP_WAIT").multipliedBy(4)));
        assertThat(grace(consumerPod)).isGreaterThanOrEqualTo(consumerDrain.plus(consumer.standard("SHUTDOWN_WAIT")));
    }

    private static Duration noticed(PodTemplateSpec pod) {
        Probe probe = container(pod).getReadinessProbe();
        return Duration.ofSeconds(
                (long) probe.getPeriodSeconds() * probe.getFailureThreshold() + probe.getTimeoutSeconds());
    }

    private static Duration grace(PodTemplateSpec pod) {
        return Duration.ofSeconds(pod.getSpec().getTerminationGracePeriodSeconds());
    }

    @Test
    void theModelCaseIsOneOfEachInANamespaceOfItsOwn() {
        Manifests model = Manifests.in("overlays/model");

        assertThat(model.objects())
                .allMatch(object -> "seckill-model".equals(object.getMetadata().getNamespace()));
        assertThat(model.all(Deployment.class))
                .hasSize(2)
                .allMatch(deployment -> deployment.getSpec().getReplicas() == 1);
        assertThat(settings(model, model.pods().get("seckill-api"))).containsEntry("STOCK", "100");
    }

    /** Nothing that is set names a file, and pods start without the Secrets of the base. */
    @Test
    void theModelCaseNeedsNoSecrets() {
        Manifests model = Manifests.in("overlays/model");

        assertThat(model.pods().values()).hasSize(5).allSatisfy(pod -> {
            assertThat(settings(model, pod))
                    .as("%s", container(pod).getName())
                    .noneSatisfy((name, value) -> assertThat(value).startsWith("/"));
            assertThat(pod.getSpec().getVolumes())
                    .filteredOn(volume -> volume.getSecret() != null)
                    .hasSize(1)
                    .allMatch(volume -> volume.getSecret().getOptional());
        });
        assertThat(settings(model, model.pods().get("order-consumer"))).containsEntry("MYSQL_USER", "root");
        assertThat(settings(model, model.pods().get("order-consumer-migrate"))).containsEntry("MYSQL_USER", "root");
    }

    private SettingTable known(PodTemplateSpec pod) {
        return container(pod).getImage().startsWith("seckill/seckill-api") ? api : consumer;
    }

    private static Map<String, String> settings(Manifests manifests, PodTemplateSpec pod) {
        return configMap(manifests, pod).getData();
    }

    private static ConfigMap configMap(Manifests manifests, PodTemplateSpec pod) {
        return manifests
                .byName(ConfigMap.class)
                .get(container(pod).getEnvFrom().get(0).getConfigMapRef().getName());
    }

    private static Container container(PodTemplateSpec pod) {
        assertThat(pod.getSpec().getContainers()).hasSize(1);
        return pod.getSpec().getContainers().get(0);
    }

    private static Map<String, Integer> portsOf(PodTemplateSpec pod) {
        return container(pod).getPorts().stream()
                .collect(Collectors.toMap(ContainerPort::getName, ContainerPort::getContainerPort));
    }
}
