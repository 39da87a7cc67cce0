package io.wavemesh.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** ScaledJob and ScaledObject. */
class ScalingTest {
    private static final String LABELS = "namespace=\"art\",app_kubernetes_io_instance=\"mesh\"";

    @Test
    void trainersArePodsThatEndByDefault() {
        Manifests objects = Chart.render();

        JsonNode job = objects.get("ScaledJob", "mesh-wavemesh-trainer");
        assertThat(objects.find("Deployment", "mesh-wavemesh-trainer")).isEmpty();
        assertThat(objects.find("ScaledObject", "mesh-wavemesh-trainer")).isEmpty();
        assertThat(job.at("/spec/minReplicaCount").asInt(-1)).isZero();
        assertThat(job.at("/spec/scalingStrategy/strategy").asText()).isEqualTo("default");
        assertThat(job.at("/spec/rollout/strategy").asText()).isEqualTo("gradual");
        assertThat(job.at("/spec/jobTargetRef/backoffLimit").asInt(-1)).isZero();
        assertThat(job.at("/spec/jobTargetRef/template/spec/restartPolicy").asText())
                .isEqualTo("Never");
        assertThat(objects.properties("trainer"))
                .contains("trainer.jobs.limit=1\n")
                .contains("trainer.jobs.idle-time=120s\n");
    }

    @Test
    void aPodThatTrainsIsNotMoved() {
        JsonNode annotations = Chart.render().pod("trainer").at("/metadata/annotations");

        assertThat(annotations
                        .get("cluster-autoscaler.kubernetes.io/safe-to-evict")
                        .asText())
                .isEqualTo("false");
        assertThat(annotations.get("karpenter.sh/do-not-disrupt").asText()).isEqualTo("true");
    }

    @Test
    void jobsAreScaledByAllThatAreNotDone() {
        JsonNode trigger =
                Chart.render().get("ScaledJob", "mesh-wavemesh-trainer").at("/spec/triggers/0");

        assertThat(trigger.get("type").asText()).isEqualTo("prometheus");
        assertThat(trigger.at("/metadata/query").asText())
                .isEqualTo("max(sum by (pod) (waveft_ingest_jobs{" + LABELS + "}))");
        assertThat(trigger.at("/metadata/threshold").asText()).isEqualTo("1");
    }

    @Test
    void trainersMayBeADeployment() {
        Manifests objects = Chart.render("trainer: {kind: Deployment, scaling: {max: 3, target: 2}}");

        assertThat(objects.names("ScaledJob")).isEmpty();
        JsonNode scaler = objects.get("ScaledObject", "mesh-wavemesh-trainer");
        assertThat(scaler.at("/spec/scaleTargetRef/name").asText()).isEqualTo("mesh-wavemesh-trainer");
        assertThat(scaler.at("/spec/minReplicaCount").asInt(-1)).isZero();
        assertThat(scaler.at("/spec/maxReplicaCount").asInt()).isEqualTo(3);
        assertThat(scaler.at("/spec/triggers/0/metadata/threshold").asText()).isEqualTo("2");
        assertThat(scaler.at("/spec/advanced/horizontalPodAutoscalerConfig/behavior/scaleDown/policies/0/value")
                        .asInt())
                .isEqualTo(1);
        assertThat(objects.properties("trainer")).doesNotContain("trainer.jobs");
        assertThat(objects.pod("trainer")
                        .at("/spec/terminationGracePeriodSeconds")
                        .asInt())
                .as("longer than trainer.kafka.shutdown-grace and the acknowledgement")
                .isGreaterThan(30);
        assertThat(objects.pod("trainer").at("/metadata/annotations").has("karpenter.sh/do-not-disrupt"))
                .isFalse();
    }

    @Test
    void aPodMayTakeSeveralJobs() {
        Manifests objects = Chart.render("trainer: {scaling: {jobsPerPod: 20}}");

        assertThat(objects.properties("trainer")).contains("trainer.jobs.limit=20\n");
    }

    @Test
    void inferenceIsScaledByWaitingRequestsByTheirWaitAndByItsWork() {
        JsonNode scaler = Chart.render("inference: {scaling: {target: 7, waitSeconds: 9, busyPercent: 65}}")
                .get("ScaledObject", "mesh-wavemesh-inference");

        JsonNode depth = scaler.at("/spec/triggers/0");
        JsonNode wait = scaler.at("/spec/triggers/1");
        assertThat(depth.at("/metadata/query").asText())
                .isEqualTo("(sum(waveft_image_queue_depth{" + LABELS + "}) or vector(0)) + (clamp_min("
                        + "max(waveft_ingest_image_requests{" + LABELS + "} >= 0)"
                        + " - (sum(waveft_image_requests_in_hand{" + LABELS + "}) or vector(0)), 0) or vector(0))");
        assertThat(depth.at("/metadata/threshold").asText()).isEqualTo("7");
        assertThat(wait.at("/metadata/query").asText()).contains("waveft_image_queue_wait_seconds_sum{" + LABELS);
        assertThat(wait.at("/metadata/threshold").asText()).isEqualTo("9");
        assertThat(wait.get("metricType").asText()).isEqualTo("Value");
        JsonNode busy = scaler.at("/spec/triggers/2");
        assertThat(busy.at("/metadata/query").asText())
                .isEqualTo("sum(rate(waveft_image_run_duration_seconds_sum{" + LABELS + "}[2m]))");
        assertThat(busy.at("/metadata/threshold").asText()).isEqualTo("0.65");
        assertThat(busy.has("metricType")).as("the average of pods").isFalse();
        assertThat(scaler.at("/spec/minReplicaCount").asInt()).isEqualTo(2);
    }

    @Test
    void inferenceMayBeScaledByWhatWaitsOnly() {
        JsonNode triggers = Chart.render("inference: {scaling: {busyPercent: 0}}")
                .get("ScaledObject", "mesh-wavemesh-inference")
                .at("/spec/triggers");

        assertThat(triggers).hasSize(2);
    }

    @Test
    void ingestIsScaledByItsProcessor() {
        Manifests objects = Chart.render("ingest: {scaling: {enabled: true}}");

        JsonNode scaler = objects.get("ScaledObject", "mesh-wavemesh-ingest");
        assertThat(scaler.at("/spec/triggers/0/type").asText()).isEqualTo("cpu");
        assertThat(scaler.at("/spec/triggers/0/metadata/value").asText()).isEqualTo("70");
    }

    @Test
    void withoutScalingNothingOfKedaIsThere() {
        Manifests objects = Chart.render(
                "trainer: {kind: Deployment, scaling: {enabled: false}}\ninference: {scaling: {enabled: false}}");

        assertThat(objects.all())
                .noneMatch(object -> object.at("/apiVersion").asText().startsWith("keda.sh"));
        assertThat(objects.get("Deployment", "mesh-wavemesh-trainer")
                        .at("/spec/replicas")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void prometheusMayAskForCredentials() {
        JsonNode trigger = Chart.render("prometheus: {serverAddress: 'https://thanos:9', authentication: thanos}")
                .get("ScaledJob", "mesh-wavemesh-trainer")
                .at("/spec/triggers/0");

        assertThat(trigger.at("/metadata/serverAddress").asText()).isEqualTo("https://thanos:9");
        assertThat(trigger.at("/authenticationRef/name").asText()).isEqualTo("thanos");
    }
}
