package io.wavemesh.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever user and password are, the topics' Job gives them to Kafka as they are. */
class TopicsScriptTest {
    private static final String TOOL = "echo \"$@\" >> $(dirname \"$0\")/calls";
    private static final List<String> SECRETS = List.of(
            "plain",
            "a\"b",
            "a\\b",
            "\\",
            "\\\"",
            "x\" admin=\"true",
            "x\"; com.evil.Module required a=\"b",
            "a;b",
            "a b",
            "ä€𝄞",
            "'",
            "a=b,c",
            "#",
            "//x",
            "\\u0022",
            "%s%n",
            "$(touch pwned)`id`",
            "$KAFKA_USER ${x}",
            "${directory:/etc:passwd}",
            "${file:/etc/passwd:root}",
            "*");

    private static final JsonNode JOB = Chart.render("kafka: {topics: {hook: false}}")
            .ofKind("Job")
            .findFirst()
            .orElseThrow();

    @TempDir
    private Path root;

    static Stream<Arguments> passwords() {
        return shells().stream().flatMap(shell -> SECRETS.stream().map(secret -> Arguments.of(shell, secret)));
    }

    @ParameterizedTest
    @MethodSource("passwords")
    void thePasswordReachesKafkaAsItIs(List<String> shell, String password) throws Exception {
        TopicsJob.Ended ended = run(shell, "ingest", password);

        assertThat(ended.output()).isEmpty();
        assertThat(ended.status()).isZero();
        assertThat(credentials()).isEqualTo(Map.of("username", "ingest", "password", password));
        assertThat(calls()).hasSizeGreaterThan(5).allSatisfy(call -> assertThat(call)
                .startsWith("--bootstrap-server kafka:9093 --command-config"));
    }

    static Stream<Arguments> users() {
        return passwords().filter(arguments -> arguments.get()[1].toString().matches("\\p{ASCII}*"));
    }

    @ParameterizedTest
    @MethodSource("users")
    void theUserReachesKafkaAsItIs(List<String> shell, String user) throws Exception {
        assertThat(run(shell, user, "secret").status()).isZero();

        assertThat(credentials()).isEqualTo(Map.of("username", user, "password", "secret"));
    }

    static Stream<Arguments> padded() {
        return shells().stream().flatMap(shell -> Stream.of("secret\n", " secret ", "\tsecret\r\n")
                .map(password -> Arguments.of(shell, password)));
    }

    @ParameterizedTest
    @MethodSource("padded")
    void blanksAroundAreNoPartOfIt(List<String> shell, String password) throws Exception {
        assertThat(run(shell, "ingest", password).status()).isZero();

        assertThat(credentials()).containsEntry("password", "secret");
    }

    static Stream<Arguments> unusable() {
        return shells().stream().flatMap(shell -> Stream.of("", " \n", "top\nsecret", "top\u0007secret")
                .map(password -> Arguments.of(shell, password)));
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void whatTheServicesRefuseIsRefused(List<String> shell, String password) throws Exception {
        TopicsJob.Ended ended = run(shell, "ingest", password);

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output()).startsWith("the password").hasLineCount(1).doesNotContain("top", "secret");
        assertThat(root.resolve("opt/kafka/bin/calls")).doesNotExist();
    }

    private TopicsJob.Ended run(List<String> shell, String user, String password) throws Exception {
        TopicsJob job = new TopicsJob(root, shell, TOOL);
        job.file("etc/wavemesh/kafka-user/password", password);
        return job.run(JOB, "kafka:9093", user);
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(root.resolve("opt/kafka/bin/calls"));
    }

    /** What Kafka's own code makes of the settings that the tool is given. */
    private Map<String, Object> credentials() throws IOException {
        Properties properties =
                Utils.loadProps(root.resolve("tmp/topics/client.properties").toString());
        properties.put("bootstrap.servers", "kafka:9093");
        Password jaas = new AdminClientConfig(properties).getPassword("sasl.jaas.config");
        List<Map<String, Object>> entries = new ArrayList<>();
        JaasContext.loadClientContext(Map.of("sasl.jaas.config", jaas))
                .configurationEntries()
                .forEach(entry -> entries.add(new HashMap<>(entry.getOptions())));
        assertThat(entries).hasSize(1);
        return entries.get(0);
    }

    /** The machine's own shell, and that of the image (BusyBox) where it is there. */
    private static List<List<String>> shells() {
        List<List<String>> shells = new ArrayList<>(List.of(List.of("/bin/sh")));
        if (Project.onPath("busybox")) {
            shells.add(List.of("busybox", "sh"));
        }
        return shells;
    }
}
