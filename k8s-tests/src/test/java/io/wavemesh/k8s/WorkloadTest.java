package io.wavemesh.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deployments and the pods of all services. */
class WorkloadTest {
    private static final List<String> ALL = List.of("ingest", "trainer", "inference");

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "trainer", "inference"})
    void nothingIsLeftOfAServiceThatIsOff(String service) {
        Manifests objects = Chart.render(service + ": {enabled: false}");

        assertThat(objects.all()).noneMatch(object -> object.at("/metadata/labels/app.kubernetes.io~1component")
                .asText()
                .equals(service));
    }

    @Test
    void podsAreSecureByDefault() {
        List<JsonNode> pods = Chart.render(
                        "kafka: {topics: {hook: false}}\nmodel: {checksums: {a.json: '" + "0".repeat(64) + "'}}")
                .pods()
                .toList();

        assertThat(pods).hasSize(4).allSatisfy(pod -> {
            JsonNode spec = pod.get("spec");
            assertThat(spec.get("automountServiceAccountToken").asBoolean(true)).isFalse();
            assertThat(spec.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(spec.at("/securityContext/runAsUser").asInt()).isPositive();
            assertThat(spec.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            containers(spec).forEach(container -> {
                assertThat(container
                                .at("/securityContext/readOnlyRootFilesystem")
                                .asBoolean())
                        .isTrue();
                assertThat(container
                                .at("/securityContext/allowPrivilegeEscalation")
                                .asBoolean(true))
                        .isFalse();
                assertThat(container.at("/securityContext/capabilities/drop/0").asText())
                        .isEqualTo("ALL");
                assertThat(container.at("/resources/requests/cpu").asText()).isNotEmpty();
                assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
                assertThat(container.at("/image").asText()).contains(":").doesNotEndWith(":latest");
            });
        });
    }

    @Test
    void allServicesAreProbed() {
        Manifests objects = Chart.render();

        for (String service : ALL) {
            JsonNode container = objects.container(service);
            assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/q/health/live");
            assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/q/health/live");
            assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/q/health/ready");
        }
        assertThat(objects.container("inference")
                                .at("/startupProbe/failureThreshold")
                                .asInt()
                        * objects.container("inference")
                                .at("/startupProbe/periodSeconds")
                                .asInt())
                .isEqualTo(600);
    }

    @Test
    void replicasAreLeftToTheScalerWhereOneIs() {
        Manifests objects = Chart.render();

        assertThat(objects.get("Deployment", "mesh-wavemesh-ingest")
                        .at("/spec/replicas")
                        .asInt())
                .isEqualTo(2);
        assertThat(objects.get("Deployment", "mesh-wavemesh-inference")
                        .at("/spec/replicas")
                        .isMissingNode())
                .isTrue();
    }

    @Test
    void podsLeaveTheirServiceBeforeTheyEnd() {
        Manifests objects = Chart.render("ingest: {preStopSeconds: 0}");

        assertThat(objects.container("inference")
                        .at("/lifecycle/preStop/sleep/seconds")
                        .asInt())
                .isEqualTo(10);
        assertThat(objects.container("ingest").has("lifecycle")).isFalse();
        assertThat(objects.container("trainer").has("lifecycle")).isFalse();
    }

    @Test
    void gpusAreRequestedWithTheirDevice() {
        Manifests objects = Chart.render("trainer: {gpu: {count: 2}}");

        for (String kind : List.of("requests", "limits")) {
            assertThat(objects.container("trainer")
                            .at("/resources/" + kind + "/nvidia.com~1gpu")
                            .asInt())
                    .isEqualTo(2);
        }
        assertThat(objects.properties("trainer")).contains("trainer.engine.device=cuda:0\n");
        assertThat(objects.container("ingest").at("/resources/limits").has("nvidia.com/gpu"))
                .isFalse();
    }

    @Test
    void withoutAGpuTheServicesComputeOnTheCpu() {
        Manifests objects = Chart.render("inference: {gpu: {enabled: false}}");

        assertThat(objects.container("inference").at("/resources/limits").has("nvidia.com/gpu"))
                .isFalse();
        assertThat(objects.properties("inference")).contains("inference.engine.device=cpu\n");
    }

    @Test
    void aSliceOfAGpuIsRequestedByItsProfile() {
        JsonNode limits = Chart.render("inference: {gpu: {mig: 3g.40gb}}")
                .container("inference")
                .at("/resources/limits");

        assertThat(limits.get("nvidia.com/mig-3g.40gb").asInt()).isEqualTo(1);
        assertThat(limits.has("nvidia.com/gpu")).isFalse();
    }

    @Test
    void podsGoWhereTheyAreTold() {
        JsonNode spec = Chart.render("""
                inference:
                  runtimeClassName: nvidia
                  nodeSelector: {gpu: h100}
                  affinity: {nodeAffinity: {}}
                  topologySpread: {topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule}
                """).pod("inference").get("spec");

        assertThat(spec.get("runtimeClassName").asText()).isEqualTo("nvidia");
        assertThat(spec.at("/nodeSelector/gpu").asText()).isEqualTo("h100");
        assertThat(spec.at("/affinity/nodeAffinity").isObject()).isTrue();
        assertThat(spec.at("/tolerations/0/key").asText()).isEqualTo("nvidia.com/gpu");
        assertThat(spec.at("/topologySpreadConstraints/0/topologyKey").asText())
                .isEqualTo("topology.kubernetes.io/zone");
        assertThat(spec.at("/topologySpreadConstraints/0/labelSelector/matchLabels/app.kubernetes.io~1component")
                        .asText())
                .isEqualTo("inference");
        assertThat(spec.at("/topologySpreadConstraints/0/matchLabelKeys/0").asText())
                .isEqualTo("pod-template-hash");
    }

    @Test
    void jobsAreSpreadByTheirService() {
        JsonNode spread = Chart.render("trainer: {topologySpread: {enabled: true, maxSkew: 2}}")
                .pod("trainer")
                .at("/spec/topologySpreadConstraints/0");

        assertThat(spread.get("maxSkew").asInt()).isEqualTo(2);
        assertThat(spread.has("matchLabelKeys")).isFalse();
    }

    @Test
    void sharedMemoryIsMountedOnRequest() {
        Manifests objects = Chart.render("trainer: {shmSize: 8Gi}");

        assertThat(volume(objects, "trainer", "shm").at("/emptyDir/sizeLimit").asText())
                .isEqualTo("8Gi");
        assertThat(mount(objects, "trainer", "shm").get("mountPath").asText()).isEqualTo("/dev/shm");
        assertThat(volume(objects, "inference", "shm").isMissingNode()).isTrue();
    }

    @Test
    void theModelIsMountedReadOnlyFromAnyVolume() {
        Manifests objects =
                Chart.render("model: {volume: {persistentVolumeClaim: null, image: {reference: 'registry/sdxl:1'}}}");

        assertThat(volume(objects, "inference", "model").at("/image/reference").asText())
                .isEqualTo("registry/sdxl:1");
        assertThat(mount(objects, "inference", "model").get("readOnly").asBoolean())
                .isTrue();
        assertThat(volume(objects, "ingest", "model").isMissingNode()).isTrue();
        assertThat(objects.properties("trainer")).contains("trainer.model.path=/models/sdxl-base\n");
    }

    @Test
    void theModelIsCheckedBeforeAServiceStarts() {
        String sum = "a".repeat(64);
        Manifests objects = Chart.render("model: {checksums: {unet/config.json: " + sum + "}}");

        JsonNode check = objects.pod("inference").at("/spec/initContainers/0");
        assertThat(check.get("workingDir").asText()).isEqualTo("/models/sdxl-base");
        assertThat(check.get("command")).extracting(JsonNode::asText).startsWith("sha256sum", "-c");
        assertThat(objects.get("ConfigMap", "mesh-wavemesh-model")
                        .at("/data/SHA256SUMS")
                        .asText())
                .isEqualTo(sum + "  unet/config.json\n");
        assertThat(objects.pod("trainer").at("/spec/initContainers").size()).isEqualTo(1);
        assertThat(objects.pod("ingest").at("/spec").has("initContainers")).isFalse();
    }

    @Test
    void withoutChecksumsNothingIsChecked() {
        Manifests objects = Chart.render();

        assertThat(objects.find("ConfigMap", "mesh-wavemesh-model")).isEmpty();
        assertThat(objects.pod("inference").at("/spec").has("initContainers")).isFalse();
    }

    @Test
    void imagesHaveTagOrDigest() {
        String digest = "sha256:" + "b".repeat(64);
        Manifests objects = Chart.render("image: {registry: 'local:5000', tag: '7', pullSecrets: [pull]}\n"
                + "trainer: {image: {tag: own}}\ninference: {image: {digest: '" + digest + "'}}");

        assertThat(objects.container("ingest").get("image").asText()).isEqualTo("local:5000/ingest:7");
        assertThat(objects.container("trainer").get("image").asText()).isEqualTo("local:5000/trainer:own");
        assertThat(objects.container("inference").get("image").asText()).isEqualTo("local:5000/inference@" + digest);
        assertThat(objects.pod("ingest").at("/spec/imagePullSecrets/0/name").asText())
                .isEqualTo("pull");
    }

    @Test
    void servicesWithAGpuTakeTheImagesForIt() {
        Manifests objects = Chart.render("image: {tag: '7'}\ninference: {gpu: {enabled: false}}");

        assertThat(objects.container("ingest").get("image").asText()).endsWith("/ingest:7");
        assertThat(objects.container("trainer").get("image").asText()).endsWith("/trainer:7-cuda");
        assertThat(objects.container("inference").get("image").asText()).endsWith("/inference:7");
    }

    @Test
    void newSettingsMakeNewPods() {
        String before = configHash(Chart.render());

        assertThat(configHash(Chart.render("inference: {settings: {queue.length: 5}}")))
                .isNotEqualTo(before);
        assertThat(configHash(Chart.render("trainer: {settings: {pictures.max-pixels: 5}}")))
                .isEqualTo(before);
    }

    @Test
    void whatElseAPodNeedsIsAdded() {
        Manifests objects = Chart.render("""
                ingest:
                  env: [{name: TZ, value: UTC}]
                  podLabels: {azure.workload.identity/use: 'true'}
                  podAnnotations: {note: hello}
                  extraVolumes: [{name: more, emptyDir: {}}]
                  extraVolumeMounts: [{name: more, mountPath: /more}]
                  terminationGracePeriodSeconds: 77
                  rollout: {maxUnavailable: 25%, maxSurge: 2}
                  javaOptions: -Xmx1g
                monitoring: {scrapeAnnotations: true}
                """);

        JsonNode pod = objects.pod("ingest");
        assertThat(pod.at("/metadata/labels/azure.workload.identity~1use").asText())
                .isEqualTo("true");
        assertThat(pod.at("/metadata/annotations/note").asText()).isEqualTo("hello");
        assertThat(pod.at("/metadata/annotations/prometheus.io~1port").asText()).isEqualTo("8081");
        assertThat(pod.at("/spec/terminationGracePeriodSeconds").asInt()).isEqualTo(77);
        assertThat(env(objects, "ingest", "TZ").get("value").asText()).isEqualTo("UTC");
        assertThat(env(objects, "ingest", "JAVA_TOOL_OPTIONS").get("value").asText())
                .isEqualTo("-Xmx1g");
        assertThat(mount(objects, "ingest", "more").get("mountPath").asText()).isEqualTo("/more");
        assertThat(volume(objects, "ingest", "more").has("emptyDir")).isTrue();
        assertThat(objects.get("Deployment", "mesh-wavemesh-ingest")
                        .at("/spec/strategy/rollingUpdate/maxUnavailable")
                        .asText())
                .isEqualTo("25%");
    }

    private static String configHash(Manifests objects) {
        return objects.pod("inference")
                .at("/metadata/annotations/checksum~1config")
                .asText();
    }

    static JsonNode volume(Manifests objects, String service, String name) {
        return named(objects.pod(service).at("/spec/volumes"), name);
    }

    static JsonNode mount(Manifests objects, String service, String name) {
        return named(objects.container(service).get("volumeMounts"), name);
    }

    static JsonNode env(Manifests objects, String service, String name) {
        return named(objects.container(service).get("env"), name);
    }

    private static JsonNode named(JsonNode list, String name) {
        for (JsonNode element : list) {
            if (element.get("name").asText().equals(name)) {
                return element;
            }
        }
        return list.path(list.size());
    }

    private static List<JsonNode> containers(JsonNode spec) {
        List<JsonNode> containers = new ArrayList<>();
        spec.path("initContainers").forEach(containers::add);
        spec.path("containers").forEach(containers::add);
        return containers;
    }
}
