package io.wavemesh.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidatorImpl;
import io.wavemesh.access.http.AccessConfig;
import io.wavemesh.inference.config.InferenceConfig;
import io.wavemesh.ingest.config.IngestConfig;
import io.wavemesh.store.StoreConfig;
import io.wavemesh.trainer.config.SettingRelations;
import io.wavemesh.trainer.config.TrainerConfig;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rendered settings are read by the services' own classes, which refuse names that they do not know. */
class SettingsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "trainer: {kind: Deployment}",
                "kafka: {topicPrefix: prod., tls: {caSecret: ca}, sasl: {mechanism: scram-sha-256}}",
                "kafka: {tls: {enabled: false}, sasl: {enabled: false}}",
                "kafka: {bootstrapServers: '', strimzi: {enabled: true}}",
                "model: {id: sdxl, variant: fp16}",
                "store: {kind: file, file: {claim: objects}, encryption: {masterKeysSecret: keys}}",
                "store: {s3: {prefix: mesh/, region: eu-central-1, endpoint: 'https://minio:9000', pathStyle: true,"
                        + " caSecret: ca, serverSideEncryption: 'aws:kms', kmsKeyId: k}}"
            })
    void servicesTakeWhatTheChartSets(String values) {
        Manifests objects = Chart.render(values);

        assertThat(read(objects, "ingest", IngestConfig.class).kafka().bootstrapServers())
                .isNotEqualTo("localhost:9092");
        assertThat(read(objects, "inference", InferenceConfig.class).model().path())
                .isEqualTo(Path.of("/models/sdxl-base"));
        assertThat(read(objects, "trainer", TrainerConfig.class).model().path())
                .isEqualTo(Path.of("/models/sdxl-base"));
        assertThat(access(objects, "ingest").keys().file()).isPresent();
        assertThat(access(objects, "inference").keys().file()).isPresent();
    }

    @Test
    void theSettingsAgreeWithEachOther() {
        SettingRelations.check(read(Chart.render(), "trainer", TrainerConfig.class));
        SettingRelations.check(read(
                Chart.render("trainer: {kind: Deployment, gpu: {enabled: false}}"), "trainer", TrainerConfig.class));
    }

    @Test
    void readsTheBucket() {
        StoreConfig store = read(
                        Chart.render(
                                "store: {s3: {bucket: bucket-1, prefix: mesh/, endpoint: 'https://minio', pathStyle: true}}"),
                        "ingest",
                        IngestConfig.class)
                .store();

        assertThat(store.kind()).isEqualTo(StoreConfig.Kind.S3);
        assertThat(store.s3().bucket()).contains("bucket-1");
        assertThat(store.s3().prefix()).contains("mesh/");
        assertThat(store.s3().pathStyle()).isTrue();
    }

    @Test
    void readsFilesOfSecrets() {
        Manifests objects = Chart.render(
                "kafka: {tls: {caSecret: ca}}\nstore: {encryption: {masterKeysSecret: mk, masterKeysKey: current}}");

        InferenceConfig config = read(objects, "inference", InferenceConfig.class);
        assertThat(config.kafka().security().tls().trustStore()).contains(mounted(objects, "inference", "kafka-ca"));
        assertThat(config.kafka().security().sasl().passwordFile())
                .contains(mounted(objects, "inference", "kafka-user"));
        assertThat(config.store().encryption().masterKeys()).contains(mounted(objects, "inference", "master-keys"));
    }

    @Test
    void ownSettingsWinAndWholeNumbersStayWhole() {
        Manifests objects = Chart.render("""
                trainer:
                  settings: {jobs.idle-time: 5s, pictures.max-pixels: 100000000, engine.work-folder: 'C:\\work'}
                  properties: {quarkus.log.level: DEBUG, quarkus.log.console.json.enabled: false}
                """);

        TrainerConfig config = read(objects, "trainer", TrainerConfig.class);
        assertThat(config.jobs().idleTime()).hasSeconds(5);
        assertThat(config.pictures().maxPixels()).isEqualTo(100_000_000);
        assertThat(config.engine().workFolder()).contains(Path.of("C:\\work"));
        assertThat(properties(objects, "trainer"))
                .containsEntry("quarkus.log.level", "DEBUG")
                .containsEntry("quarkus.log.console.json.enabled", "false");
    }

    @Test
    void aSettingThatNoServiceKnowsIsNoticed() {
        Manifests objects = Chart.render("inference: {settings: {queue.lenght: 5}}");

        assertThatThrownBy(() -> read(objects, "inference", InferenceConfig.class))
                .hasMessageContaining("inference.queue.lenght");
    }

    @Test
    void tokensOfAnIssuerAreForWhoServesClients() {
        Manifests objects = Chart.render(
                "access: {keys: {secret: ''}, oidc: {issuer: 'https://login', audience: mesh, clientClaim: azp}}");

        for (String service : List.of("ingest", "inference")) {
            AccessConfig access = access(objects, service);
            assertThat(access.mode()).isEqualTo(AccessConfig.Mode.REQUIRED);
            assertThat(access.oidc().issuer()).contains("https://login");
            assertThat(access.oidc().audience()).contains("mesh");
            assertThat(access.oidc().clientClaim()).isEqualTo("azp");
            assertThat(access.keys().file()).isEmpty();
        }
        assertThat(objects.properties("trainer")).doesNotContain("access.");
    }

    @Test
    void keysAreForWhoServesClients() {
        Manifests objects = Chart.render("access: {keys: {secret: mine, key: acme}}");

        for (String service : List.of("ingest", "inference")) {
            AccessConfig access = access(objects, service);
            assertThat(access.mode()).isEqualTo(AccessConfig.Mode.REQUIRED);
            assertThat(access.keys().file()).contains(mounted(objects, service, "api-keys"));
            assertThat(access.oidc().issuer()).isEmpty();
        }
        assertThat(WorkloadTest.volume(objects, "trainer", "api-keys").isMissingNode())
                .isTrue();
    }

    @Test
    void furtherSettingsOfAccessAreTakenAndMisspeltOnesNot() {
        Manifests objects = Chart.render("ingest: {properties: {access.keys.reload-interval: 2s}}\n"
                + "inference: {properties: {access.keys.reload: 2s}}");

        assertThat(access(objects, "ingest").keys().reloadInterval()).hasSeconds(2);
        assertThatThrownBy(() -> access(objects, "inference")).hasMessageContaining("access.keys.reload");
    }

    @Test
    void allServicesForgetAsTheTopicsDo() {
        Manifests objects = Chart.render("kafka: {compactedTopics: {segmentSeconds: 120, deleteRetentionSeconds: 0}}");

        IngestConfig.CompactedTopics ingest =
                read(objects, "ingest", IngestConfig.class).kafka().compactedTopics();
        TrainerConfig.CompactedTopics trainer =
                read(objects, "trainer", TrainerConfig.class).kafka().compactedTopics();
        InferenceConfig.CompactedTopics inference =
                read(objects, "inference", InferenceConfig.class).kafka().compactedTopics();
        assertThat(List.of(ingest.segmentTime(), trainer.segmentTime(), inference.segmentTime()))
                .containsOnly(Duration.ofMinutes(2));
        assertThat(List.of(ingest.deleteRetention(), trainer.deleteRetention(), inference.deleteRetention()))
                .containsOnly(Duration.ZERO);
    }

    @Test
    void credentialsComeFromSecretsOnly() {
        Manifests objects =
                Chart.render("store: {s3: {credentialsSecret: aws}}\ntrainer: {kafka: {username: trainer-user}}");

        assertThat(WorkloadTest.env(objects, "ingest", "AWS_SECRET_ACCESS_KEY")
                        .at("/valueFrom/secretKeyRef/name")
                        .asText())
                .isEqualTo("aws");
        assertThat(WorkloadTest.env(objects, "ingest", "INGEST_KAFKA_SECURITY_SASL_USERNAME")
                        .at("/valueFrom/secretKeyRef/key")
                        .asText())
                .isEqualTo("username");
        assertThat(WorkloadTest.env(objects, "trainer", "TRAINER_KAFKA_SECURITY_SASL_USERNAME")
                        .isMissingNode())
                .isTrue();
        assertThat(objects.properties("trainer")).contains("trainer.kafka.security.sasl.username=trainer-user\n");
        assertThat(objects.names("Secret")).isEmpty();
    }

    @Test
    void objectsMayBeFilesOfASharedClaim() {
        Manifests objects = Chart.render("store: {kind: file, file: {claim: shared}}");

        assertThat(WorkloadTest.volume(objects, "trainer", "objects")
                        .at("/persistentVolumeClaim/claimName")
                        .asText())
                .isEqualTo("shared");
        assertThat(read(objects, "trainer", TrainerConfig.class).store().root())
                .isEqualTo(Path.of(WorkloadTest.mount(objects, "trainer", "objects")
                        .get("mountPath")
                        .asText()));
    }

    private static Path mounted(Manifests objects, String service, String volume) {
        JsonNode item = WorkloadTest.volume(objects, service, volume).at("/secret/items/0/path");
        return Path.of(
                WorkloadTest.mount(objects, service, volume).get("mountPath").asText(), item.asText());
    }

    private static AccessConfig access(Manifests objects, String service) {
        return read(objects, service, "access.", AccessConfig.class);
    }

    private static <T> T read(Manifests objects, String service, Class<T> type) {
        return read(objects, service, service + ".", type);
    }

    private static <T> T read(Manifests objects, String service, String prefix, Class<T> type) {
        Map<String, String> own = new HashMap<>(properties(objects, service));
        own.keySet().removeIf(key -> !key.startsWith(prefix));
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withValidator(new BeanValidationConfigValidatorImpl())
                .withMapping(type)
                .withSources(new PropertiesConfigSource(own, "chart", 100))
                .build();
        return config.getConfigMapping(type);
    }

    private static Map<String, String> properties(Manifests objects, String service) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(objects.properties(service)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> map = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
        return map;
    }
}
