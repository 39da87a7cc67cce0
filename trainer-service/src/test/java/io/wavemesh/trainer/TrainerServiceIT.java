package io.wavemesh.trainer;

import static io.restassured.RestAssured.given;
import static io.wavemesh.trainer.Seen.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.BaseModelId;
import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.JobPhase;
import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.MessageJson;
import io.wavemesh.contracts.ObjectKeys;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.Topics;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.TrainingMethod;
import io.wavemesh.contracts.TrainingOrder;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.contracts.store.Sha256;
import io.wavemesh.device.DeviceReading;
import io.wavemesh.device.DeviceWatch;
import io.wavemesh.health.DeviceChecks;
import io.wavemesh.messaging.BrokerConnection;
import io.wavemesh.messaging.CompactedTopicReader;
import io.wavemesh.messaging.EventPublisher;
import io.wavemesh.trainer.metrics.TrainerMetrics;
import io.wavemesh.waveft.adapter.Adapter;
import io.wavemesh.waveft.adapter.AdapterFolder;
import io.wavemesh.waveft.json.Json;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole service on a real broker and a real store, with the real engine on the tiny model. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class TrainerServiceIT {
    private static final long MAX_BYTES = 1 << 24;
    private static final int MANY_STEPS = 100_000;

    @Inject
    ObjectStore store;

    @Inject
    Topics topics;

    @Inject
    BrokerConnection connection;

    @Inject
    EventPublisher publisher;

    @Inject
    MeterRegistry registry;

    @Inject
    DeviceChecks device;

    private final Seen<TrainingEvent> events = new Seen<>();
    private final Seen<AdapterAnnouncement> adapters = new Seen<>();
    private final Seen<TrainingJob> dead = new Seen<>();
    private List<CompactedTopicReader<?>> readers;

    @BeforeEach
    void watchTheMesh() {
        eventually("the service is ready", () -> given().get("/q/health/ready").statusCode() == 200);
        readers = List.of(
                new CompactedTopicReader<>(connection, topics.trainingEvents(), TrainingEvent.class, events),
                new CompactedTopicReader<>(connection, topics.adapters(), AdapterAnnouncement.class, adapters),
                new CompactedTopicReader<>(
                        connection, topics.deadLetters(topics.trainingJobs()), TrainingJob.class, dead));
        readers.forEach(CompactedTopicReader::start);
    }

    @AfterEach
    void stopWatching() {
        readers.forEach(CompactedTopicReader::close);
    }

    @Test
    void trainsAJobToAnAnnouncedAdapter(@TempDir Path folder) {
        TrainingJob job = Jobs.stored(store, "trains", Jobs.settings(3));

        publisher.publish(topics.trainingJobs(), order(job));

        eventually("it succeeded", () -> ended(job, JobState.SUCCEEDED));
        TrainingEvent last = last(job);
        assertThat(events.of(job.messageKey()).get(0).state()).isEqualTo(JobState.RUNNING);
        assertThat(last.step()).isEqualTo(3);
        assertThat(last.steps()).isEqualTo(3);
        assertThat(last.loss())
                .get()
                .satisfies(loss -> assertThat(loss).isPositive().isFinite());
        assertThat(last.phase()).contains(JobPhase.STORING);
        assertThat(last.subject().classNoun()).isEqualTo("dog");
        assertThat(last.attempt()).isEqualTo(1);

        eventually("it is announced", () -> !adapters.of(last.adapterId().get().value())
                .isEmpty());
        AdapterAnnouncement announced =
                adapters.of(last.adapterId().get().value()).get(0);
        assertThat(announced.baseModel()).isEqualTo(new BaseModelId("tiny"));
        assertThat(announced.method()).isEqualTo(TrainingMethod.WAVEFT);
        store.fetch(announced.config(), folder.resolve(AdapterFolder.CONFIG));
        store.fetch(announced.weights(), folder.resolve(AdapterFolder.MODEL));
        Adapter adapter = AdapterFolder.read(folder);
        assertThat(adapter.parameterCount()).isEqualTo(announced.parameterCount());
        assertThat(Json.parse(store.get(announced.provenance(), MAX_BYTES)))
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("baseModelHash", announced.baseModelHash())
                .containsEntry("adapterIdentity", adapter.identity())
                .containsEntry(
                        "pictures",
                        job.pictures().stream().map(p -> p.object().sha256()).toList());
    }

    @Test
    void doesNotTrainAJobTwice() {
        TrainingJob job = Jobs.stored(store, "repeated", Jobs.settings(1));
        publisher.publish(topics.trainingJobs(), job);
        eventually("it succeeded", () -> ended(job, JobState.SUCCEEDED));
        String adapter = last(job).adapterId().get().value();
        eventually("it is announced", () -> adapters.of(adapter).size() == 1);
        long steps = registry.get(TrainerMetrics.STEP_DURATION).timer().count();

        publisher.publish(topics.trainingJobs(), job);

        eventually("it is announced again", () -> adapters.of(adapter).size() == 2);
        assertThat(adapters.of(adapter).get(1)).isEqualTo(adapters.of(adapter).get(0));
        assertThat(registry.get(TrainerMetrics.STEP_DURATION).timer().count()).isEqualTo(steps);
    }

    @Test
    void trainsTheSameCoefficientsFromTheSameSeed() {
        TrainingJob one = Jobs.stored(store, "same-1", Jobs.settings(2));
        TrainingJob other = Jobs.stored(store, "same-2", Jobs.settings(2));

        publisher.publish(topics.trainingJobs(), one);
        publisher.publish(topics.trainingJobs(), other);

        eventually("both succeeded", () -> ended(one, JobState.SUCCEEDED) && ended(other, JobState.SUCCEEDED));
        assertThat(weights(one).sha256()).isEqualTo(weights(other).sha256());
        assertThat(last(one).adapterId()).isNotEqualTo(last(other).adapterId());
    }

    @Test
    void failsAJobWithADamagedPicture() {
        byte[] png = Jobs.png(3);
        store.put("subjects/subject-damaged/pictures/a.png", png);
        ObjectRef wrong = new ObjectRef("subjects/subject-damaged/pictures/a.png", Sha256.of(new byte[1]), png.length);
        TrainingJob job = Jobs.job("damaged", Jobs.settings(3), Optional.empty(), List.of(Jobs.refTo(wrong)));

        publisher.publish(topics.trainingJobs(), job);

        eventually("it failed", () -> ended(job, JobState.FAILED));
        assertThat(last(job).fault().get().type()).isEqualTo("picture-set-invalid");
        eventually("it is a dead letter", () -> dead.of("damaged").equals(List.of(job)));
    }

    @Test
    void failsAJobForAnotherBaseModel() {
        TrainingJob simple = Jobs.stored(store, "elsewhere", Jobs.settings(3));
        TrainingJob job =
                Jobs.job("elsewhere", Jobs.settings(3), Optional.of(new BaseModelId("other")), simple.pictures());

        publisher.publish(topics.trainingJobs(), job);

        eventually("it failed", () -> ended(job, JobState.FAILED));
        assertThat(last(job).fault().get().type()).isEqualTo("base-model-unknown");
    }

    @Test
    void stopsARunningJobOnRequest() {
        TrainingJob job = Jobs.stored(store, "canceled", Jobs.settings(MANY_STEPS));
        publisher.publish(topics.trainingJobs(), job);
        eventually(
                "it trains", () -> !events.of("canceled").isEmpty() && last(job).step() > 0);

        publisher.publish(topics.jobControl(), new JobControl(1, job.jobId(), JobControl.Action.CANCEL, Instant.now()));

        eventually("it is canceled", () -> ended(job, JobState.CANCELED));
        assertThat(dead.of("canceled")).isEmpty();
    }

    @Test
    void erasesEveryTraceOnRequest() {
        TrainingJob job = Jobs.stored(store, "erased", Jobs.settings(1));
        publisher.publish(topics.trainingJobs(), job);
        eventually("it succeeded", () -> ended(job, JobState.SUCCEEDED));
        String adapter = last(job).adapterId().get().value();
        eventually("it is announced", () -> !adapters.of(adapter).isEmpty());

        publisher.publish(topics.jobControl(), new JobControl(1, job.jobId(), JobControl.Action.ERASE, Instant.now()));

        eventually("the adapter is withdrawn", () -> adapters.isWithdrawn(adapter));
        eventually("the events are withdrawn", () -> events.isWithdrawn("erased"));
        assertThat(store.list("adapters/" + adapter + "/")).isEmpty();
        assertThat(store.list("jobs/erased/")).containsExactly("jobs/erased/adapters/" + adapter);
    }

    @Test
    void tellsHealthAndMeters() {
        given().get("/q/health/live").then().statusCode(200).body("status", equalTo("UP"));
        Map<String, String> checks = Map.of("broker", "UP", "store", "UP", "worker", "UP");
        checks.forEach((name, status) -> given().get("/q/health/ready")
                .then()
                .body("checks.find { it.name == '" + name + "' }.status", equalTo(status)));
        given().get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("waveft_training_jobs_total{outcome=\"succeeded\"}"))
                .body(containsString("waveft_training_step_duration_seconds_count"))
                .body(containsString("waveft_training_queue_depth"));
    }

    @Test
    void theStateOfAGpuDecidesOnReadinessAndLiveness() {
        AtomicReference<DeviceReading> now = new AtomicReference<>(reading());
        device.register(new DeviceWatch(now::get));
        try {
            given().get("/q/health/ready").then().statusCode(200).body("checks.name", hasItem("device"));
            given().get("/q/health/live").then().statusCode(200);

            now.set(reading(79));
            given().get("/q/health/ready")
                    .then()
                    .statusCode(503)
                    .body("checks.find { it.name == 'device' }.data.reason", equalTo("the driver reported Xid 79"));
            given().get("/q/health/live").then().statusCode(200);

            now.set(reading(94));
            given().get("/q/health/live")
                    .then()
                    .statusCode(503)
                    .body("checks.find { it.name == 'device' }.data.reason", equalTo("the driver reported Xid 94"));
        } finally {
            device.remove();
        }
        given().get("/q/health/ready").then().body("checks.name", not(hasItem("device")));
    }

    @Test
    void nothingIsSaidOfAGpuOnTheCpu() {
        given().get("/q/health/ready").then().body("checks.name", not(hasItem("device")));
        given().get("/q/health/live").then().body("checks.name", not(hasItem("device")));
        given().get("/q/metrics").then().body(not(containsString("waveft_device")));
    }

    private static DeviceReading reading(long... xids) {
        TreeMap<Long, Long> counts = new TreeMap<>();
        for (long xid : xids) {
            counts.put(xid, 1L);
        }
        return new DeviceReading(
                "NVIDIA Test",
                "GPU-1",
                "580.1",
                OptionalLong.of(80),
                OptionalLong.of(30),
                OptionalInt.of(5),
                OptionalLong.empty(),
                counts,
                Optional.empty());
    }

    /** As ingest sends it; other tests send jobs of the first version. */
    private TrainingOrder order(TrainingJob job) {
        return TrainingOrder.of(job, store.put(ObjectKeys.jobDescription(job.subjectId()), MessageJson.encode(job)));
    }

    private boolean ended(TrainingJob job, JobState state) {
        List<TrainingEvent> told = events.of(job.messageKey());
        return !told.isEmpty() && told.get(told.size() - 1).state() == state;
    }

    private TrainingEvent last(TrainingJob job) {
        List<TrainingEvent> told = events.of(job.messageKey());
        return told.get(told.size() - 1);
    }

    private ObjectRef weights(TrainingJob job) {
        String adapter = last(job).adapterId().get().value();
        eventually("it is announced", () -> !adapters.of(adapter).isEmpty());
        return adapters.of(adapter).get(0).weights();
    }
}
