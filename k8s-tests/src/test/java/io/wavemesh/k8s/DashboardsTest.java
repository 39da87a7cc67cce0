package io.wavemesh.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Grafana's dashboards and the PodMonitor. */
class DashboardsTest {
    @Test
    void threeBoardsWithPanelsThatDoNotOverlap() {
        assertThat(Queries.boards(Chart.render())).hasSize(3).allSatisfy(board -> {
            assertThat(board.get("uid").asText()).matches("[0-9a-f]{16}");
            assertThat(board.get("panels").size()).isGreaterThan(5);
            Set<String> places = new HashSet<>();
            for (JsonNode panel : board.get("panels")) {
                assertThat(panel.get("title").asText()).isNotEmpty();
                assertThat(panel.get("targets").size()).isPositive();
                assertThat(places.add(panel.at("/gridPos/x").asText() + ","
                                + panel.at("/gridPos/y").asText()))
                        .isTrue();
            }
        });
    }

    @Test
    void boardsOfTwoMeshesAreTwo() {
        String other = Chart.text("other", "art", Chart.REQUIRED);

        assertThat(Queries.boards(new Manifests(other)))
                .extracting(board -> board.get("uid").asText())
                .doesNotContainAnyElementsOf(Queries.boards(Chart.render()).stream()
                        .map(board -> board.get("uid").asText())
                        .toList());
    }

    @Test
    void theSidecarFindsThemByLabelAndAnnotation() {
        JsonNode board = Chart.render(
                        "monitoring: {dashboards: {labels: {grafana_dashboard: null, dash: board}, annotations: {folder: Mesh}}}")
                .get("ConfigMap", "mesh-wavemesh-dashboard-serving");

        assertThat(board.at("/metadata/labels/dash").asText()).isEqualTo("board");
        assertThat(board.at("/metadata/annotations/folder").asText()).isEqualTo("Mesh");
    }

    @Test
    void nothingIsWatchedOnRequest() {
        Manifests objects = Chart.render(
                "monitoring: {podMonitor: {enabled: false}, rules: {enabled: false}, dashboards: {enabled: false}}");

        assertThat(objects.names("PodMonitor")).isEmpty();
        assertThat(objects.names("PrometheusRule")).isEmpty();
        assertThat(objects.names("ConfigMap")).hasSize(3);
    }

    @Test
    void podsAreScrapedWithTheLabelsOfQueries() {
        JsonNode monitor = Chart.render("monitoring: {podMonitor: {interval: 5s, labels: {release: prom}}}")
                .get("PodMonitor", "mesh-wavemesh");

        assertThat(monitor.at("/spec/podTargetLabels"))
                .extracting(JsonNode::asText)
                .containsExactly("app.kubernetes.io/instance", "app.kubernetes.io/component");
        assertThat(monitor.at("/spec/podMetricsEndpoints/0/path").asText()).isEqualTo("/q/metrics");
        assertThat(monitor.at("/spec/podMetricsEndpoints/0/interval").asText()).isEqualTo("5s");
        assertThat(monitor.at("/metadata/labels/release").asText()).isEqualTo("prom");
    }
}
