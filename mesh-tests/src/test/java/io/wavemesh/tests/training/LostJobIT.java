package io.wavemesh.tests.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.contracts.JobState;
import io.wavemesh.messaging.ShareGroups;
import io.wavemesh.messaging.ShareQueueSettings;
import io.wavemesh.tests.harness.Await;
import io.wavemesh.tests.harness.IngestClient.Submitted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The brokers give up a job's record; ingest notices and sends the job again, under the same id. */
@Tag("long")
class LostJobIT {
    private static final int BROKER_LIMIT = 10;

    @Test
    void aJobThatTheBrokersGaveUpIsSentAgainAndDone(@TempDir Path folder) throws Exception {
        try (TrainingMesh mesh = new TrainingMesh(folder)) {
            Submitted duck = mesh.submit("{\"steps\":3,\"batch\":1}");
            handBackAsOftenAsTheBrokersDeliver(mesh);
            Duration noticed =
                    Await.within(Duration.ofMinutes(1), "it is sent again", () -> mesh.records(duck.job()) == 2);
            System.out.println("sent again " + noticed.toMillis() + " ms after it was given up");

            mesh.trainer();

            mesh.log.await(duck.job(), JobState.SUCCEEDED);
            assertThat(mesh.announced(duck.job())).hasSize(1);
            assertThat(mesh.dead(duck.job())).isEmpty();
            Await.until("ingest knows", () -> mesh.client.state(duck) == JobState.SUCCEEDED);
            assertThat(mesh.records(duck.job())).as("it was sent again once").isEqualTo(2);
        }
    }

    /** As trainers that die before they tell anything. */
    private static void handBackAsOftenAsTheBrokersDeliver(TrainingMesh mesh) {
        String group = "wavemesh-trainers";
        new ShareGroups(mesh.mesh.connection())
                .configure(ShareQueueSettings.of(group, mesh.mesh.topics().trainingJobs()), Duration.ofSeconds(30));
        Map<String, Object> properties = Map.of(
                "bootstrap.servers",
                mesh.mesh.connection().bootstrapServers(),
                "group.id",
                group,
                "share.acknowledgement.mode",
                "explicit");
        AtomicInteger deliveries = new AtomicInteger();
        try (KafkaShareConsumer<byte[], byte[]> worker =
                new KafkaShareConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            worker.subscribe(List.of(mesh.mesh.topics().trainingJobs().name()));
            Await.until("it is delivered as often as it may be", () -> {
                worker.poll(Duration.ofMillis(100)).forEach(record -> {
                    worker.acknowledge(record, AcknowledgeType.RELEASE);
                    deliveries.incrementAndGet();
                });
                worker.commitSync();
                return deliveries.get() == BROKER_LIMIT;
            });
        }
    }
}
