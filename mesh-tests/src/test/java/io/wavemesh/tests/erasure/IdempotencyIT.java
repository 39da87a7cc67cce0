package io.wavemesh.tests.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.tests.harness.Await;
import io.wavemesh.tests.harness.HttpPeer;
import io.wavemesh.tests.harness.MeshUnderTest;
import io.wavemesh.tests.harness.Service;
import io.wavemesh.tests.harness.ServiceProcess;
import io.wavemesh.tests.harness.TopicLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One Idempotency-Key on two replicas of ingest, through everything that may happen between two requests. */
@Tag("long")
class IdempotencyIT {
    private static final int CALLS = 8;

    @TempDir
    Path folder;

    @Test
    void oneKeyIsOneSubjectOnEveryReplicaForEver() throws Exception {
        try (MeshUnderTest mesh = MeshUnderTest.in(folder)) {
            ServiceProcess first = mesh.launch(Service.INGEST, Map.of());
            ServiceProcess second = mesh.launch(Service.INGEST, Map.of());
            List<HttpPeer> replicas = List.of(
                    new HttpPeer(first.awaitReady().address()),
                    new HttpPeer(second.awaitReady().address()));
            MarkedSubject subject = new MarkedSubject("idem", 3);

            List<HttpPeer.Answer> answers = atOnce(replicas, subject);

            assertThat(answers).extracting(HttpPeer.Answer::status).containsOnly(202);
            assertThat(answers)
                    .extracting(answer -> answer.json().get("subjectId"))
                    .containsOnly(answers.get(0).json().get("subjectId"));
            String path = "/v1/subjects/" + answers.get(0).json().get("subjectId");
            String job = (String) answers.get(0).json().get("jobId");
            for (HttpPeer replica : replicas) {
                assertThat(subject.send(replica, "other").status()).isEqualTo(409);
                Await.until("both know it", () -> replica.get(path).status() == 200);
            }
            first.kill();
            long orders = orders(mesh, job);
            assertThat(orders).isBetween(1L, (long) replicas.size());
            forgetTheOrders(mesh);
            HttpPeer third = new HttpPeer(mesh.start(Service.INGEST).address());
            assertThat(subject.send(third, "").json().get("jobId")).isEqualTo(job);
            assertThat(subject.send(third, "other").status()).isEqualTo(409);
            assertThat(orders(mesh, job)).isZero();

            assertThat(third.delete(path).status()).isEqualTo(204);
            assertThat(subject.send(third, "").status()).isEqualTo(409);
            assertThat(subject.send(replicas.get(1), "").status()).isEqualTo(409);
            Await.until("both forgot it", () -> replicas.get(1).get(path).status() == 404);
        }
    }

    private static List<HttpPeer.Answer> atOnce(List<HttpPeer> replicas, MarkedSubject subject) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLS);
        try {
            List<Callable<HttpPeer.Answer>> calls = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                HttpPeer replica = replicas.get(i % replicas.size());
                calls.add(() -> subject.send(replica, ""));
            }
            List<HttpPeer.Answer> answers = new ArrayList<>();
            for (Future<HttpPeer.Answer> call : callers.invokeAll(calls)) {
                answers.add(call.get());
            }
            return answers;
        } finally {
            callers.shutdownNow();
        }
    }

    private static long orders(MeshUnderTest mesh, String job) {
        return TopicLog.read(mesh.connection(), mesh.topics().trainingJobs()).stream()
                .filter(entry -> entry.key().equals(job))
                .count();
    }

    /** As the topic does after its time. */
    private static void forgetTheOrders(MeshUnderTest mesh) throws Exception {
        String topic = mesh.topics().trainingJobs().name();
        try (Admin admin = mesh.connection().admin("test")) {
            Map<TopicPartition, RecordsToDelete> all = new java.util.HashMap<>();
            for (int i = 0; i < mesh.topics().trainingJobs().partitions(); i++) {
                all.put(new TopicPartition(topic, i), RecordsToDelete.beforeOffset(-1));
            }
            admin.deleteRecords(all).all().get();
        }
    }
}
