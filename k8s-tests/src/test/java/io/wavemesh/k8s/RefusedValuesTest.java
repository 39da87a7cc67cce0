package io.wavemesh.k8s;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the schema and {@code _validate.tpl} refuse, and how they say it. */
class RefusedValuesTest {
    @Test
    void namesAllThatMustBeSetAtOnce() {
        assertThatThrownBy(() -> Chart.renderOnly("{}"))
                .hasMessageContaining("set kafka.bootstrapServers")
                .hasMessageContaining("set store.s3.bucket")
                .hasMessageContaining("set access.keys.secret or access.oidc.issuer")
                .hasMessageContaining("set model.volume")
                .hasMessageContaining("set trainer.kafka.secret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            colour: red                                           | colour
            ingest: {replica: 3}                                  | replica
            ingest: {kind: ScaledJob}                             | /ingest/kind
            inference: {kind: ScaledJob}                          | /inference/kind
            inference: {scaling: {min: 0}}                        | /inference/scaling/min
            ingest: {gpu: {enabled: true}}                        | /ingest/gpu/enabled
            trainer: {scaling: {enabled: false}}                  | set trainer.kind=Deployment, or trainer.scaling.enabled
            trainer: {scaling: {jobsPerPod: 0}}                   | /trainer/scaling/jobsPerPod
            trainer: {replicas: -1}                               | /trainer/replicas
            trainer: {gpu: {count: 0}}                            | /trainer/gpu/count
            trainer: {gpu: {mig: half}}                           | /trainer/gpu/mig
            trainer: {tmpSize: much}                              | /trainer/tmpSize
            trainer: {image: {digest: 'md5:1'}}                   | /trainer/image/digest
            trainer: {settings: {'a b': 1}}                       | 'a b'
            trainer: {settings: {model.id: [1]}}                  | /trainer/settings
            trainer: {terminationGracePeriodSeconds: 0}           | /trainer/terminationGracePeriodSeconds
            inference: {service: {port: 80}}                      | /inference/service/port
            inference: {probes: {startupSeconds: 1}}              | /inference/probes/startupSeconds
            inference: {topologySpread: {whenUnsatisfiable: No}}  | /inference/topologySpread/whenUnsatisfiable
            kafka: {bootstrapServers: kafka}                      | /kafka/bootstrapServers
            kafka: {topicPrefix: 'a b'}                           | /kafka/topicPrefix
            kafka: {sasl: {mechanism: plain}}                     | /kafka/sasl/mechanism
            kafka: {compactedTopics: {segmentSeconds: 0}}         | /kafka/compactedTopics/segmentSeconds
            kafka: {requestTopics: {retentionSeconds: 60}}        | /kafka/requestTopics/retentionSeconds
            kafka: {topics: {job: false}, requestTopics: {retentionSeconds: 3600}} | set kafka.topics.job or kafka.strimzi.enabled
            ingest: {settings: {kafka.topic-prefix: a.}}          | set kafka.topicPrefix, not ingest.settings.kafka.topic-prefix
            trainer: {settings: {kafka.compacted-topics.segment-time: 5s}} | set kafka.compactedTopics.segmentSeconds, not
            kafka: {strimzi: {apiVersion: v3}}                    | /kafka/strimzi/apiVersion
            store: {kind: ftp}                                    | /store/kind
            store: {s3: {bucket: A_B}}                            | /store/s3/bucket
            store: {s3: {prefix: no-slash}}                       | /store/s3/prefix
            store: {s3: {serverSideEncryption: rot13}}            | /store/s3/serverSideEncryption
            store: {kind: file}                                   | set store.file.claim
            access: {oidc: {issuer: 'https://login'}}             | set access.oidc.audience
            model: {path: ../up down}                             | /model/path
            model: {checksums: {a: short}}                        | /model/checksums
            model: {volume: {emptyDir: {}, hostPath: {}}}         | /model/volume
            networkPolicy: {kafkaPorts: []}                       | /networkPolicy/kafkaPorts
            networkPolicy: {clients: [{everybody: true}]}         | everybody
            prometheus: {serverAddress: prometheus}               | /prometheus/serverAddress
            monitoring: {podMonitor: {interval: often}}           | /monitoring/podMonitor/interval
            monitoring: {rules: {failedJobsRatio: 10}}            | /monitoring/rules/failedJobsRatio
            monitoring: {rules: {imageObjective: 1}}              | /monitoring/rules/imageObjective
            """)
    void refuses(String values, String message) {
        assertThatThrownBy(() -> Chart.render(values)).hasMessageContaining(message);
    }
}
