package io.wavemesh.ingest.domain;

import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.ClientId;
import io.wavemesh.contracts.CropBox;
import io.wavemesh.contracts.Fault;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.JobPhase;
import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.PictureRef;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.SubjectSummary;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.TrainingSettings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Events with good defaults; number n belongs to subject sub-n and job job-n, made in second n. */
public final class EventMother {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private EventMother() {}

    /** The event of a job in a state, a sequence number standing for its age. */
    public static TrainingEvent event(int number, JobState state, int sequence) {
        return event(Optional.empty(), number, state, sequence);
    }

    /** An event of a job that belongs to a client, or to nobody. */
    public static TrainingEvent event(Optional<ClientId> owner, int number, JobState state, int sequence) {
        Instant created = START.plusSeconds(number);
        return new TrainingEvent(
                1,
                new JobId("job-" + number),
                new SubjectId("sub-" + number),
                owner,
                1,
                sequence,
                state,
                Optional.of(JobPhase.TRAINING),
                sequence,
                1000,
                Optional.empty(),
                Optional.empty(),
                state == JobState.SUCCEEDED ? Optional.of(new AdapterId("ada-" + number)) : Optional.empty(),
                state == JobState.FAILED
                        ? Optional.of(new Fault("training-diverged", "loss is NaN"))
                        : Optional.empty(),
                new SubjectSummary(Optional.empty(), "dog", "zjw", 3),
                created,
                created.plusSeconds(sequence));
    }

    /** The job of the number. */
    public static TrainingJob job(int number) {
        ObjectRef picture = new ObjectRef("subjects/sub-" + number + "/pictures/a.png", "0".repeat(64), 1);
        return new TrainingJob(
                1,
                new JobId("job-" + number),
                new SubjectId("sub-" + number),
                Optional.empty(),
                Optional.empty(),
                "dog",
                "zjw",
                Optional.empty(),
                List.of(new PictureRef(picture, "image/png", 64, 64, new CropBox(0, 0, 64))),
                TrainingSettings.defaults(),
                START.plusSeconds(number));
    }
}
