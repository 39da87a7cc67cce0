package io.wavemesh.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** Services, accounts, disruption budgets and priority classes. */
class ObjectsTest {
    @Test
    void ingestAndInferenceHaveServices() {
        Manifests objects = Chart.render();

        assertThat(objects.names("Service"))
                .containsExactlyInAnyOrder("mesh-wavemesh-ingest", "mesh-wavemesh-inference");
        JsonNode service = objects.get("Service", "mesh-wavemesh-inference");
        assertThat(service.at("/spec/type").asText()).isEqualTo("ClusterIP");
        assertThat(service.at("/spec/ports/0/port").asInt()).isEqualTo(8083);
        assertThat(service.at("/spec/selector"))
                .isEqualTo(objects.get("Deployment", "mesh-wavemesh-inference").at("/spec/selector/matchLabels"));
    }

    @Test
    void aServiceIsAsAskedFor() {
        Manifests objects =
                Chart.render("ingest: {service: {type: LoadBalancer, port: 9001, annotations: {lb: internal}}}");

        JsonNode service = objects.get("Service", "mesh-wavemesh-ingest");
        assertThat(service.at("/spec/type").asText()).isEqualTo("LoadBalancer");
        assertThat(service.at("/metadata/annotations/lb").asText()).isEqualTo("internal");
        assertThat(objects.container("ingest").at("/ports/0/containerPort").asInt())
                .isEqualTo(9001);
        assertThat(objects.properties("ingest")).contains("quarkus.http.port=9001\n");
    }

    @Test
    void everyServiceHasAnAccountWithoutToken() {
        Manifests objects =
                Chart.render("trainer: {serviceAccount: {annotations: {eks.amazonaws.com/role-arn: arn:1}}}");

        assertThat(objects.names("ServiceAccount")).hasSize(3);
        JsonNode account = objects.get("ServiceAccount", "mesh-wavemesh-trainer");
        assertThat(account.get("automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(account.at("/metadata/annotations/eks.amazonaws.com~1role-arn")
                        .asText())
                .isEqualTo("arn:1");
        assertThat(objects.pod("trainer").at("/spec/serviceAccountName").asText())
                .isEqualTo("mesh-wavemesh-trainer");
    }

    @Test
    void anAccountThatIsThereIsUsed() {
        Manifests objects = Chart.render("inference: {serviceAccount: {name: bucket-reader}}");

        assertThat(objects.names("ServiceAccount"))
                .doesNotContain("mesh-wavemesh-inference")
                .hasSize(2);
        assertThat(objects.pod("inference").at("/spec/serviceAccountName").asText())
                .isEqualTo("bucket-reader");
    }

    @Test
    void deploymentsHaveDisruptionBudgetsAndJobsNone() {
        Manifests objects = Chart.render("inference: {disruption: {maxUnavailable: 25%}}");

        assertThat(objects.names("PodDisruptionBudget"))
                .containsExactlyInAnyOrder("mesh-wavemesh-ingest", "mesh-wavemesh-inference");
        JsonNode budget = objects.get("PodDisruptionBudget", "mesh-wavemesh-inference");
        assertThat(budget.at("/spec/maxUnavailable").asText()).isEqualTo("25%");
        assertThat(budget.at("/spec/selector"))
                .isEqualTo(objects.get("Deployment", "mesh-wavemesh-inference").at("/spec/selector"));
    }

    @Test
    void aBudgetIsLeftAwayOnRequest() {
        assertThat(Chart.render("ingest: {disruption: {enabled: false}}").names("PodDisruptionBudget"))
                .containsExactly("mesh-wavemesh-inference");
    }

    @Test
    void inferenceGoesBeforeTraining() {
        Manifests objects = Chart.render();

        JsonNode inference = objects.get("PriorityClass", "art-mesh-wavemesh-inference");
        JsonNode trainer = objects.get("PriorityClass", "art-mesh-wavemesh-trainer");
        assertThat(inference.get("value").asInt())
                .isGreaterThan(trainer.get("value").asInt());
        assertThat(trainer.get("preemptionPolicy").asText()).isEqualTo("Never");
        assertThat(objects.pod("inference").at("/spec/priorityClassName").asText())
                .isEqualTo("art-mesh-wavemesh-inference");
        assertThat(objects.pod("ingest").get("spec").has("priorityClassName")).isFalse();
    }

    @Test
    void priorityClassesOfTheClusterAreUsed() {
        Manifests objects = Chart.render(
                "trainer: {priorityClass: {create: false, name: batch}}\ninference: {priorityClass: {create: false}}");

        assertThat(objects.names("PriorityClass")).isEmpty();
        assertThat(objects.pod("trainer").at("/spec/priorityClassName").asText())
                .isEqualTo("batch");
        assertThat(objects.pod("inference").get("spec").has("priorityClassName"))
                .isFalse();
    }
}
