package io.wavemesh.trainer.domain;

import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.BaseModelId;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.JobResult;
import io.wavemesh.contracts.ObjectKeys;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.TrainingMethod;
import io.wavemesh.trainer.Jobs;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Everything around the use case, in memory; what it tells is written down. */
final class Mesh implements AutoCloseable {
    final List<String> told = new CopyOnWriteArrayList<>();
    final List<TrainerMeters.Outcome> counted = new CopyOnWriteArrayList<>();
    final List<Duration> steps = new CopyOnWriteArrayList<>();
    final Map<JobId, JobResult> results = new ConcurrentHashMap<>();
    final Map<JobId, Integer> checkpoints = new ConcurrentHashMap<>();
    final JobControls controls = new JobControls();
    private final List<TrainingEvent> events = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor();
    private final AdapterStore adapters = new MemoryAdapters();
    private final TrainingPublisher publisher = new RecordingPublisher();
    final EraseJob eraser = new EraseJob(adapters, publisher, background, Duration.ofMillis(10));
    volatile RuntimeException fetchFault;
    volatile Runnable whenAnnounced = () -> {};
    volatile int trainings;
    volatile int workplacesOpen;
    volatile Training training = (watch, number) -> {
        watch.planned(2);
        watch.step(1, 0.5, Duration.ofMillis(500));
        watch.step(2, 0.25, Duration.ofMillis(500));
        return learned();
    };

    /** What a training does. */
    interface Training {
        TrainerResult train(TrainingWatch watch, int number);
    }

    TrainSubject useCase() {
        return new TrainSubject(
                new ScriptedTrainer(),
                this::fetch,
                adapters,
                new JobReports(publisher, background, Duration.ofMillis(50), Clock.fixed(Jobs.CREATED, ZoneOffset.UTC)),
                controls,
                eraser,
                new RecordingMeters());
    }

    TrainerResult learned() {
        return new TrainerResult.Learned(new TrainedAdapter(
                Path.of("config"),
                Path.of("weights"),
                "identity",
                TrainingMethod.WAVEFT,
                Optional.of("db1"),
                16,
                Map.of(),
                Map.of(),
                0.25,
                Duration.ofSeconds(1)));
    }

    static AdapterId adapterOf(TrainingJob job) {
        return new AdapterId("ad-" + job.jobId());
    }

    List<TrainingEvent> events() {
        return List.copyOf(events);
    }

    TrainingEvent lastEvent() {
        return events.get(events.size() - 1);
    }

    void awaitEvents(int count) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (events.size() < count) {
            if (System.nanoTime() > end) {
                throw new AssertionError("only " + told);
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    void awaitBackground() {
        try {
            background.submit(() -> {}).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        background.shutdownNow();
    }

    private Workplace fetch(TrainingJob job) {
        if (fetchFault != null) {
            throw fetchFault;
        }
        workplacesOpen = workplacesOpen + 1;
        return new Workplace(new ArrayList<>(), Path.of("output"), () -> workplacesOpen = workplacesOpen - 1);
    }

    private final class ScriptedTrainer implements SubjectTrainer {
        @Override
        public BaseModel baseModel() {
            return new BaseModel(new BaseModelId("tiny"), "0".repeat(64));
        }

        @Override
        public TrainerResult train(TrainingJob job, Workplace workplace, Checkpoints checkpoints, TrainingWatch watch) {
            trainings = trainings + 1;
            return training.train(watch, trainings);
        }

        @Override
        public void close() {}
    }

    private final class MemoryAdapters implements AdapterStore {
        @Override
        public Optional<JobResult> find(JobId job) {
            return Optional.ofNullable(results.get(job));
        }

        @Override
        public JobResult store(TrainingJob job, BaseModel base, TrainedAdapter adapter) {
            AdapterAnnouncement made = new AdapterAnnouncement(
                    1,
                    adapterOf(job),
                    job.jobId(),
                    job.subjectId(),
                    job.owner(),
                    base.id(),
                    base.hash(),
                    adapter.method(),
                    adapter.waveletFamily(),
                    job.instanceToken(),
                    job.classNoun(),
                    file(job, ObjectKeys.ADAPTER_CONFIG),
                    file(job, ObjectKeys.ADAPTER_WEIGHTS),
                    file(job, ObjectKeys.PROVENANCE),
                    adapter.parameterCount(),
                    1,
                    job.name(),
                    Jobs.CREATED);
            return decide(JobResult.of(made));
        }

        @Override
        public JobResult cancel(JobId job) {
            return decide(JobResult.canceled(job));
        }

        @Override
        public void forgetCheckpoints(JobId job) {
            checkpoints.remove(job);
        }

        private JobResult decide(JobResult result) {
            return Optional.ofNullable(results.putIfAbsent(result.jobId(), result))
                    .orElse(result);
        }

        private ObjectRef file(TrainingJob job, String name) {
            return new ObjectRef(ObjectKeys.adapterFile(adapterOf(job), name), "0".repeat(64), 1);
        }

        @Override
        public Set<AdapterId> erase(JobId job, Set<AdapterId> known) {
            Set<AdapterId> adapters = new HashSet<>();
            Optional.ofNullable(results.remove(job))
                    .flatMap(JobResult::adapter)
                    .map(AdapterAnnouncement::adapterId)
                    .ifPresent(adapters::add);
            return adapters;
        }

        @Override
        public Checkpoints checkpoints(TrainingJob job) {
            return new MemoryCheckpoints(job.jobId());
        }
    }

    private final class MemoryCheckpoints implements Checkpoints {
        private final JobId job;

        private MemoryCheckpoints(JobId job) {
            this.job = job;
        }

        @Override
        public Optional<byte[]> latest() {
            return Optional.ofNullable(checkpoints.get(job)).map(step -> new byte[] {step.byteValue()});
        }

        @Override
        public int latestStep() {
            return checkpoints.getOrDefault(job, 0);
        }

        @Override
        public void save(int step, byte[] content) {
            checkpoints.put(job, step);
        }
    }

    private final class RecordingPublisher implements TrainingPublisher {
        @Override
        public void tell(TrainingEvent event) {
            events.add(event);
            told.add(event.state().name());
        }

        @Override
        public void announce(AdapterAnnouncement adapter) {
            whenAnnounced.run();
            told.add("announced");
        }

        @Override
        public void forget(JobId job) {
            told.add("forgotten");
        }

        @Override
        public void withdraw(AdapterId adapter) {
            told.add("withdrawn");
        }
    }

    private final class RecordingMeters implements TrainerMeters {
        @Override
        public void step(Duration elapsed) {
            steps.add(elapsed);
        }

        @Override
        public void job(Outcome outcome) {
            counted.add(outcome);
        }
    }
}
