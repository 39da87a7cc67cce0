package io.wavemesh.trainer.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.MessageJson;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.UndecodableMessageException;
import io.wavemesh.testkit.fuzz.ByteDamage;
import io.wavemesh.testkit.fuzz.FuzzReport;
import io.wavemesh.testkit.fuzz.FuzzRun;
import io.wavemesh.testkit.fuzz.JsonDamage;
import io.wavemesh.trainer.Jobs;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Damaged messages do not decode, or the use case works on them to an end. */
class TrainingMessageFuzzTest {
    private final Mesh mesh = new Mesh();

    @Test
    void damagedJobsAreRefusedOrWorkedOn() {
        byte[] good = MessageJson.encode(Jobs.simple("job"));
        TrainSubject useCase = mesh.useCase();

        FuzzReport report = FuzzRun.of("training-jobs", 21)
                .refusedBy(UndecodableMessageException.class)
                .allocating(16L << 20)
                .run(1000, random -> damaged(good, random), input -> {
                    TrainingJob job = MessageJson.decode(input, TrainingJob.class);
                    useCase.run(job, 1, new RunStop());
                });

        assertThat(report.refused()).isGreaterThan(500);
        assertThat(report.read()).isPositive();
    }

    @Test
    void damagedControlsAreRefusedOrObeyed() {
        JobControl cancel = new JobControl(1, new JobId("job"), JobControl.Action.CANCEL, Jobs.CREATED);
        byte[] good = MessageJson.encode(cancel);

        FuzzReport report = FuzzRun.of("job-control", 22)
                .refusedBy(UndecodableMessageException.class)
                .allocating(16L << 20)
                .run(
                        500,
                        random -> damaged(good, random),
                        input -> mesh.controls.apply(MessageJson.decode(input, JobControl.class)));

        assertThat(report.refused()).isGreaterThan(250);
    }

    private static byte[] damaged(byte[] good, SplittableRandom random) {
        byte[] text =
                JsonDamage.of(new String(good, StandardCharsets.UTF_8), random).getBytes(StandardCharsets.UTF_8);
        return random.nextInt(6) == 0 ? ByteDamage.of(text, random) : text;
    }
}
