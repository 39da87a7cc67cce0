package io.wavemesh.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Helm tells whoever installed the chart. */
class NotesTest {
    @Test
    void saysHowToBeginAndWhatIsMissing() {
        assertThat(Chart.notes("{}"))
                .startsWith("wavemesh 0.1.0-SNAPSHOT is installed as mesh-wavemesh in art.")
                .contains("kubectl -n art port-forward svc/mesh-wavemesh-ingest 8081")
                .contains("curl -H \"X-API-Key: $KEY\" -F class_noun=dog -F images=@one.jpg localhost:8081/v1/subjects")
                .contains("kubectl -n art port-forward svc/mesh-wavemesh-inference 8083")
                .contains("- Trainers come with jobs: kubectl -n art get scaledjob,pods")
                .contains(
                        "- Inference is scaled from 2 to 8 by KEDA, which asks http://prometheus-operated.monitoring.svc:9090.")
                .contains("- API keys come from the secret api-keys;")
                .contains("- Pictures and adapters are stored as they are:")
                .contains("- The base model is not checked:")
                .contains("- Meters and health are on the services' port beside /v1: publish /v1 only.")
                .contains("- The topics are made by a hook;")
                .doesNotContain(
                        "{{", "No Prometheus", "No alerts", "Strimzi", "without TLS", "not told who speaks", "claim");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            trainer: {kind: Deployment, scaling: {min: 1, max: 3}}    | - Trainers are scaled from 1 to 3 by KEDA        | Trainers come
            trainer: {kind: Deployment, scaling: {enabled: false}}    | - 1 trainer(s) run all the time                  | Trainers
            trainer: {enabled: false}                                 | Ask for images                                   | rainer
            ingest: {enabled: false}                                  | Ask for images                                   | Send pictures
            inference: {enabled: false}                               | Send pictures                                    | nference
            inference: {scaling: {enabled: false}}                    | Trainers come                                    | Inference is scaled
            ingest: {service: {port: 9001}}                           | localhost:9001/v1/subjects                       | 8081
            monitoring: {podMonitor: {enabled: false}}                | - No Prometheus is told to scrape the pods       | No alerts
            monitoring: {rules: {enabled: false}}                     | - No alerts are installed                        | No Prometheus
            access: {keys: {secret: ''}, oidc: {issuer: 'https://login', audience: m}} | curl -H "Authorization: Bearer $TOKEN" | KEY
            access: {oidc: {issuer: 'https://login', audience: m}}    | - Tokens of https://login are taken.             | TOKEN
            store: {kind: file, file: {claim: all}}                   | - All services write to the claim all:           | bucket
            store: {encryption: {masterKeysSecret: mk}}               | Trainers come                                    | are stored as they are
            model: {checksums: {a: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa}} | Trainers come    | not checked
            kafka: {tls: {enabled: false}}                            | - Kafka is spoken to without TLS                 | not told
            kafka: {sasl: {enabled: false}}                           | - The brokers are not told who speaks            | TLS
            networkPolicy: {enabled: false}                           | - Everybody in the cluster can reach every pod   | publish
            kafka: {topics: {hook: false}}                            | - The topics are made by a Job;                  | hook
            kafka: {topics: {job: false}}                             | - Topics that are missing are made by the services | hook
            kafka: {strimzi: {enabled: true}}                         | - Topics and users are made by the Strimzi operator | hook
            """)
    void speaksOfTheChosenOptions(String values, String told, String untold) {
        assertThat(Chart.notes(values)).contains(told).doesNotContain(untold);
    }

    @Test
    void whereNothingIsScaledByPrometheusNobodyMissesIt() {
        assertThat(Chart.notes("monitoring: {podMonitor: {enabled: false}}\ninference: {scaling: {enabled: false}}\n"
                        + "trainer: {kind: Deployment, scaling: {enabled: false}}"))
                .doesNotContain("No Prometheus");
    }
}
