package io.wavemesh.trainer;

import io.opentelemetry.api.trace.Tracer;
import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.RetryableException;
import io.wavemesh.contracts.Topics;
import io.wavemesh.contracts.TrainingOrder;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.messaging.BrokerConnection;
import io.wavemesh.messaging.CompactedTopicReader;
import io.wavemesh.messaging.DeadLetters;
import io.wavemesh.messaging.EventPublisher;
import io.wavemesh.messaging.QueueDepth;
import io.wavemesh.messaging.ShareQueue;
import io.wavemesh.messaging.ShareQueueSettings;
import io.wavemesh.messaging.TopicSetup;
import io.wavemesh.tracing.Tracing;
import io.wavemesh.trainer.config.TrainerConfig;
import io.wavemesh.trainer.domain.EraseJob;
import io.wavemesh.trainer.domain.JobControls;
import io.wavemesh.trainer.domain.JobReports;
import io.wavemesh.trainer.domain.SubjectTrainer;
import io.wavemesh.trainer.domain.TrainSubject;
import io.wavemesh.trainer.domain.TrainingPublisher;
import io.wavemesh.trainer.kafka.JobControlFeed;
import io.wavemesh.trainer.kafka.KafkaTrainingPublisher;
import io.wavemesh.trainer.kafka.TrainingJobHandler;
import io.wavemesh.trainer.metrics.TrainerMetrics;
import io.wavemesh.trainer.storage.ObjectAdapterStore;
import io.wavemesh.trainer.storage.ObjectJobSource;
import io.wavemesh.trainer.storage.ObjectPictureSource;
import io.wavemesh.trainer.tracing.TracedAdapterStore;
import io.wavemesh.trainer.tracing.TracedPictureSource;
import io.wavemesh.trainer.tracing.TracedTrainer;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Makes the parts that connect the trainer with the mesh. */
@Singleton
final class MeshParts implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(MeshParts.class);
    private static final String SCOPE = "io.wavemesh.trainer";
    private static final Duration ERASE_AGAIN = Duration.ofSeconds(10);
    private static final Duration DEPTH_INTERVAL = Duration.ofSeconds(10);

    private final TrainerConfig config;
    private final Topics topics;
    private final BrokerConnection connection;
    private final EventPublisher publisher;
    private final TrainerMetrics metrics;
    private final ObjectStore objects;
    private final Tracing tracing;
    private final Clock clock = Clock.systemUTC();
    private final ScheduledExecutorService reporting = executor("job-report");
    private final ScheduledExecutorService background = executor("background");
    private final JobControls controls = new JobControls();
    private final TrainingPublisher training;
    private final ObjectAdapterStore adapters;
    private final EraseJob eraser;
    private final QueueDepth depth;

    MeshParts(
            TrainerConfig config,
            Topics topics,
            BrokerConnection connection,
            EventPublisher publisher,
            TrainerMetrics metrics,
            ObjectStore objects,
            Tracing tracing) {
        this.config = config;
        this.topics = topics;
        this.connection = connection;
        this.publisher = publisher;
        this.metrics = metrics;
        this.objects = objects;
        this.tracing = tracing;
        this.training = new KafkaTrainingPublisher(publisher, topics);
        this.adapters = new ObjectAdapterStore(objects, clock);
        this.eraser = new EraseJob(adapters, training, background, ERASE_AGAIN);
        this.depth = new QueueDepth(connection, config.kafka().groupId(), topics.trainingJobs());
    }

    TopicSetup topicSetup() {
        Topics.Topic jobs = topics.trainingJobs();
        return new TopicSetup(
                connection,
                List.of(
                        jobs,
                        topics.deadLetters(jobs),
                        topics.trainingEvents(),
                        topics.jobControl(),
                        topics.adapters()));
    }

    CompactedTopicReader<JobControl> controlReader() {
        return new CompactedTopicReader<>(
                connection, topics.jobControl(), JobControl.class, new JobControlFeed(controls, eraser, clock));
    }

    ShareQueue<TrainingOrder> queue(SubjectTrainer trainer, Runnable onEnd) {
        ObjectPictureSource pictures = new ObjectPictureSource(
                objects, workFolder(), config.pictures().maxSize().asLongValue());
        pictures.deleteAbandoned();
        Tracer tracer = tracing.tracer(SCOPE);
        TrainSubject useCase = new TrainSubject(
                new TracedTrainer(trainer, tracer),
                new TracedPictureSource(pictures, tracer),
                new TracedAdapterStore(adapters, tracer),
                new JobReports(training, reporting, config.progress().interval(), clock),
                controls,
                eraser,
                metrics);
        TrainerConfig.Kafka kafka = config.kafka();
        ShareQueueSettings settings = new ShareQueueSettings(
                kafka.groupId(),
                topics.trainingJobs(),
                kafka.recordLock(),
                kafka.attempts(),
                kafka.retryPause(),
                kafka.maxRetryPause(),
                kafka.shutdownGrace());
        return new ShareQueue<>(
                connection,
                settings,
                TrainingOrder.class,
                new TrainingJobHandler(useCase, new ObjectJobSource(objects)),
                new DeadLetters(publisher, topics.deadLetters(topics.trainingJobs()), clock),
                new JobLimit(config.jobs().limit(), config.jobs().idleTime(), metrics, onEnd, System::nanoTime),
                tracing.telemetry());
    }

    /** Measures the queue's depth from now on. */
    void measureDepth() {
        background.scheduleWithFixedDelay(this::measureDepthOnce, 0, DEPTH_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void measureDepthOnce() {
        try {
            metrics.queueDepth(depth.measure(config.kafka().requestTimeout()));
        } catch (RetryableException e) {
            LOG.debugf("queue depth not measured, cause=%s", e.getMessage());
        }
    }

    private Path workFolder() {
        return config.engine()
                .workFolder()
                .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir"), "wavemesh-trainer"));
    }

    private static ScheduledExecutorService executor(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void close() {
        reporting.shutdownNow();
        background.shutdownNow();
        depth.close();
    }
}
