package io.wavemesh.trainer;

import static io.restassured.RestAssured.given;
import static io.wavemesh.trainer.Seen.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.Topics;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.device.DeviceReading;
import io.wavemesh.device.DeviceWatch;
import io.wavemesh.messaging.BrokerConnection;
import io.wavemesh.messaging.CompactedTopicReader;
import io.wavemesh.messaging.EventPublisher;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A service of its own, since it takes no jobs afterwards. */
@QuarkusTest
@QuarkusTestResource(value = BrokerResource.class, restrictToAnnotatedClass = true)
@TestProfile(DeviceLostIT.Alone.class)
class DeviceLostIT {
    /** Starts the service anew. */
    public static class Alone implements QuarkusTestProfile {}

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
    Worker worker;

    private final Seen<TrainingEvent> events = new Seen<>();
    private final AtomicReference<Optional<String>> lost = new AtomicReference<>(Optional.empty());

    @Test
    void handsItsJobBackAndTakesNoMore() {
        eventually("the service is ready", () -> given().get("/q/health/ready").statusCode() == 200);
        TrainingJob job = Jobs.stored(store, "handed-back", Jobs.settings(MANY_STEPS));
        TrainingJob next = Jobs.stored(store, "not-taken", Jobs.settings(1));
        try (CompactedTopicReader<TrainingEvent> reader =
                        new CompactedTopicReader<>(connection, topics.trainingEvents(), TrainingEvent.class, events);
                DeviceGuard guard = new DeviceGuard(new DeviceWatch(this::reading), worker::stopTaking)) {
            reader.start();
            guard.start(Duration.ofMillis(20));
            publisher.publish(topics.trainingJobs(), job);
            eventually("it trains", () -> last(job).map(TrainingEvent::step).orElse(0) > 0);

            lost.set(Optional.of("fallen off the bus"));
            eventually("no jobs are taken", () -> worker.state() == Worker.State.UNUSABLE);
            publisher.publish(topics.trainingJobs(), next);
            eventually(
                    "it is handed back",
                    () -> last(job).flatMap(TrainingEvent::fault).isPresent());
        }

        assertThat(last(job).orElseThrow().state()).isNotIn(JobState.FAILED, JobState.CANCELED);
        assertThat(events.of(next.messageKey())).isEmpty();
        given().get("/q/health/ready")
                .then()
                .statusCode(503)
                .body("checks.find { it.name == 'worker' }.data.state", equalTo("unusable"));
        given().get("/q/health/live").then().statusCode(200);
    }

    private Optional<TrainingEvent> last(TrainingJob job) {
        List<TrainingEvent> told = events.of(job.messageKey());
        return told.isEmpty() ? Optional.empty() : Optional.of(told.get(told.size() - 1));
    }

    private DeviceReading reading() {
        return new DeviceReading(
                "NVIDIA Test",
                "GPU-1",
                "580.1",
                OptionalLong.of(80),
                OptionalLong.of(30),
                OptionalInt.empty(),
                OptionalLong.empty(),
                new TreeMap<>(),
                lost.get());
    }
}
