package io.wavemesh.trainer.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.wavemesh.contracts.BaseModelId;
import io.wavemesh.contracts.Fault;
import io.wavemesh.contracts.JobPhase;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.TrainingMethod;
import io.wavemesh.trainer.Jobs;
import io.wavemesh.trainer.domain.BaseModel;
import io.wavemesh.trainer.domain.Checkpoints;
import io.wavemesh.trainer.domain.JobFaults;
import io.wavemesh.trainer.domain.SubjectTrainer;
import io.wavemesh.trainer.domain.TrainedAdapter;
import io.wavemesh.trainer.domain.TrainerResult;
import io.wavemesh.trainer.domain.TrainingWatch;
import io.wavemesh.trainer.domain.Workplace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TracedTrainerTest {
    private static final Workplace WORKPLACE = new Workplace(List.of(), Path.of("output"), () -> {});

    @RegisterExtension
    static final OpenTelemetryExtension TELEMETRY = OpenTelemetryExtension.create();

    private final Tracer tracer = TELEMETRY.getOpenTelemetry().getTracer("test");
    private final TrainingJob job = Jobs.simple("job-1");
    private final Watch watch = new Watch();

    @Test
    void aTrainingHasASpanOfItsEncodingAndOneOfAllItsSteps() {
        train(told -> {
            told.phase(JobPhase.ENCODING);
            told.planned(5);
            told.phase(JobPhase.TRAINING);
            // From a checkpoint: two steps are done already.
            for (int step = 3; step <= 5; step++) {
                told.step(step, 1.0 / step, Duration.ofMillis(1));
            }
            return learned();
        });

        SpanData training = span("train");
        assertThat(attribute(training, "wavemesh.job.id")).isEqualTo("job-1");
        assertThat(number(training, "wavemesh.steps")).isEqualTo(5);
        assertThat(training.getAttributes().get(AttributeKey.doubleKey("wavemesh.loss")))
                .isEqualTo(0.25);
        assertThat(span("encoding").getParentSpanId()).isEqualTo(training.getSpanId());
        SpanData steps = span("steps");
        assertThat(steps.getParentSpanId()).isEqualTo(training.getSpanId());
        assertThat(number(steps, "wavemesh.first_step")).isEqualTo(3);
        assertThat(number(steps, "wavemesh.steps")).isEqualTo(3);
        assertThat(steps.getAttributes().get(AttributeKey.doubleKey("wavemesh.loss")))
                .isEqualTo(0.2);
        assertThat(TELEMETRY.getSpans()).hasSize(3);
        assertThat(watch.steps).isEqualTo(3);
    }

    @Test
    void aTrainingThatBeginsAnewHasASpanForEachTime() {
        train(told -> {
            for (int attempt = 0; attempt < 2; attempt++) {
                told.phase(JobPhase.ENCODING);
                told.phase(JobPhase.TRAINING);
                told.step(1 + attempt, 0.5, Duration.ofMillis(1));
            }
            return learned();
        });

        assertThat(TELEMETRY.getSpans()).extracting(SpanData::getName).containsOnly("encoding", "steps", "train");
        assertThat(TELEMETRY.getSpans().stream().filter(span -> span.getName().equals("steps")))
                .extracting(span -> number(span, "wavemesh.first_step"))
                .containsExactly(1L, 2L);
    }

    @Test
    void aRefusalIsAnErrorWithItsTypeAndWithoutItsWords() {
        train(told -> new TrainerResult.Refused(new Fault(JobFaults.DIVERGED, "what a secret")));

        assertFailed("training-diverged");
    }

    @Test
    void ofAnExceptionOnlyTheClassIsTold() {
        assertThatThrownBy(() -> train(told -> {
                    throw new IllegalStateException("what a secret");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertFailed("java.lang.IllegalStateException");
    }

    @Test
    void fetchingIsASpan() {
        TracedPictureSource source = new TracedPictureSource(asked -> WORKPLACE, tracer);

        assertThat(source.fetch(job)).isSameAs(WORKPLACE);

        assertThat(number(span("fetch pictures"), "wavemesh.pictures")).isEqualTo(1);
    }

    private void assertFailed(String type) {
        SpanData training = span("train");
        assertThat(training.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(attribute(training, "error.type")).isEqualTo(type);
        assertThat(training.toString()).doesNotContain("secret");
    }

    private void train(Function<TrainingWatch, TrainerResult> training) {
        try (TracedTrainer trainer = new TracedTrainer(new Scripted(training), tracer)) {
            trainer.train(job, WORKPLACE, new NoCheckpoints(), watch);
        }
    }

    private static TrainerResult learned() {
        return new TrainerResult.Learned(new TrainedAdapter(
                Path.of("config"),
                Path.of("weights"),
                "identity",
                TrainingMethod.SHIRA,
                Optional.empty(),
                16,
                Map.of(),
                Map.of(),
                0.25,
                Duration.ofSeconds(1)));
    }

    private static SpanData span(String name) {
        return TELEMETRY.getSpans().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String attribute(SpanData span, String key) {
        return span.getAttributes().get(AttributeKey.stringKey(key));
    }

    private static Long number(SpanData span, String key) {
        return span.getAttributes().get(AttributeKey.longKey(key));
    }

    private record Scripted(Function<TrainingWatch, TrainerResult> training) implements SubjectTrainer {
        @Override
        public BaseModel baseModel() {
            return new BaseModel(new BaseModelId("tiny"), "0".repeat(64));
        }

        @Override
        public TrainerResult train(TrainingJob job, Workplace workplace, Checkpoints checkpoints, TrainingWatch told) {
            return training.apply(told);
        }

        @Override
        public void close() {}
    }

    private static final class NoCheckpoints implements Checkpoints {
        @Override
        public Optional<byte[]> latest() {
            return Optional.empty();
        }

        @Override
        public int latestStep() {
            return 0;
        }

        @Override
        public void save(int step, byte[] content) {}
    }

    private static final class Watch implements TrainingWatch {
        private int steps;

        @Override
        public void phase(JobPhase phase) {}

        @Override
        public void planned(int planned) {}

        @Override
        public void step(int step, double loss, Duration elapsed) {
            steps++;
        }

        @Override
        public boolean isStopped() {
            return false;
        }
    }
}
