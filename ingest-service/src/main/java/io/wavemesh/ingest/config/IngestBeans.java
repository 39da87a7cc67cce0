package io.wavemesh.ingest.config;

import io.micrometer.core.instrument.MeterRegistry;
import io.wavemesh.contracts.Topics;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.ingest.domain.AbandonedUploads;
import io.wavemesh.ingest.domain.CancelSubject;
import io.wavemesh.ingest.domain.EraseSubject;
import io.wavemesh.ingest.domain.EraseTraces;
import io.wavemesh.ingest.domain.Erasures;
import io.wavemesh.ingest.domain.IngestMeters;
import io.wavemesh.ingest.domain.JobQueue;
import io.wavemesh.ingest.domain.LostJobs;
import io.wavemesh.ingest.domain.PictureReading;
import io.wavemesh.ingest.domain.PictureSetLimits;
import io.wavemesh.ingest.domain.SubjectStatuses;
import io.wavemesh.ingest.domain.SubjectStore;
import io.wavemesh.ingest.domain.SubmissionRules;
import io.wavemesh.ingest.domain.SubmitSubject;
import io.wavemesh.ingest.domain.SweepThreads;
import io.wavemesh.ingest.domain.TrainingJobPublisher;
import io.wavemesh.ingest.kafka.BacklogWatch;
import io.wavemesh.ingest.kafka.ErasureFeed;
import io.wavemesh.ingest.kafka.Housekeeping;
import io.wavemesh.ingest.kafka.KafkaJobQueue;
import io.wavemesh.ingest.kafka.KafkaTrainingJobPublisher;
import io.wavemesh.ingest.kafka.StatusFeed;
import io.wavemesh.ingest.metrics.BacklogMetrics;
import io.wavemesh.ingest.metrics.IngestMetrics;
import io.wavemesh.ingest.metrics.JobMetrics;
import io.wavemesh.ingest.storage.ObjectSubjectStore;
import io.wavemesh.messaging.BrokerConnection;
import io.wavemesh.messaging.BrokerProbe;
import io.wavemesh.messaging.CompactedTopicReader;
import io.wavemesh.messaging.EventPublisher;
import io.wavemesh.messaging.QueueContents;
import io.wavemesh.messaging.QueueTrim;
import io.wavemesh.messaging.TopicHeartbeat;
import io.wavemesh.messaging.TopicSetup;
import io.wavemesh.pictures.PictureLimits;
import io.wavemesh.store.MeshObjectStore;
import io.wavemesh.store.ObjectStores;
import io.wavemesh.tracing.Tracing;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Puts the service together from its settings. */
final class IngestBeans {
    private static final String SOURCE = "/wavemesh/ingest";
    private static final Duration UPLOADS_INTERVAL = Duration.ofMinutes(5);
    private static final int PARALLEL_SWEEPS = 4;
    private static final int WAITING_SWEEPS = 64;

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Topics topics(IngestConfig config) {
        IngestConfig.CompactedTopics compacted = config.kafka().compactedTopics();
        return new Topics(
                config.kafka().topicPrefix().orElse(""),
                new Topics.Compaction(compacted.segmentTime(), compacted.deleteRetention()));
    }

    @Produces
    @Singleton
    BrokerConnection connection(IngestConfig config) {
        IngestConfig.Kafka kafka = config.kafka();
        return BrokerConnection.of(
                kafka.bootstrapServers(), "ingest.kafka.security", kafka.security(), kafka.properties());
    }

    @Produces
    @Singleton
    EventPublisher eventPublisher(BrokerConnection connection, IngestConfig config, Tracing tracing) {
        return new EventPublisher(connection, SOURCE, config.kafka().requestTimeout(), tracing.telemetry());
    }

    void close(@Disposes EventPublisher publisher) {
        publisher.close();
    }

    @Produces
    @Singleton
    BrokerProbe probe(BrokerConnection connection) {
        return new BrokerProbe(connection);
    }

    void close(@Disposes BrokerProbe probe) {
        probe.close();
    }

    @Produces
    @Singleton
    TopicSetup topicSetup(BrokerConnection connection, Topics topics) {
        return new TopicSetup(
                connection,
                List.of(
                        topics.trainingJobs(),
                        topics.trainingEvents(),
                        topics.jobControl(),
                        topics.adapters(),
                        topics.audit(),
                        topics.deadLetters(topics.trainingJobs()),
                        topics.generationRequests(),
                        topics.deadLetters(topics.generationRequests())));
    }

    void close(@Disposes TopicSetup setup) {
        setup.close();
    }

    @Produces
    @Singleton
    CompactedTopicReader<TrainingEvent> statusReader(
            BrokerConnection connection,
            Topics topics,
            SubjectStatuses statuses,
            Erasures erasures,
            MeterRegistry registry,
            Clock clock) {
        JobMetrics feed = new JobMetrics(registry, statuses, new StatusFeed(statuses, erasures), clock);
        return new CompactedTopicReader<>(connection, topics.trainingEvents(), TrainingEvent.class, feed);
    }

    void close(@Disposes CompactedTopicReader<TrainingEvent> reader) {
        reader.close();
    }

    @Produces
    @Singleton
    TrainingJobPublisher publisher(EventPublisher publisher, Topics topics) {
        return new KafkaTrainingJobPublisher(publisher, topics);
    }

    @Produces
    @Singleton
    MeshObjectStore objects(IngestConfig config, MeterRegistry registry) {
        ConfigCheck.check(config);
        return ObjectStores.open(config.store(), registry);
    }

    void close(@Disposes MeshObjectStore objects) {
        objects.close();
    }

    @Produces
    @Singleton
    SubjectStore subjectStore(ObjectStore objects) {
        return new ObjectSubjectStore(objects);
    }

    @Produces
    @Singleton
    SubjectStatuses statuses(IngestConfig config) {
        return new SubjectStatuses(config.subjects().maxHeld());
    }

    @Produces
    @Singleton
    IngestMeters meters(MeterRegistry registry, SubjectStatuses statuses) {
        return new IngestMetrics(registry, statuses);
    }

    @Produces
    @Singleton
    SubmissionRules rules(IngestConfig config) {
        ConfigCheck.check(config);
        IngestConfig.Pictures pictures = config.pictures();
        PictureLimits each =
                new PictureLimits(pictures.maxSize().asLongValue(), pictures.maxPixels(), pictures.minSide());
        return new SubmissionRules(
                new PictureSetLimits(
                        pictures.minCount(),
                        pictures.maxCount(),
                        pictures.maxSetSize().asLongValue(),
                        each),
                new PictureReading(each, pictures.concurrentDecodes(), pictures.decodePatience()),
                config.subjects().instanceToken());
    }

    @Produces
    @Singleton
    SubmitSubject submit(
            SubmissionRules rules,
            SubjectStore store,
            TrainingJobPublisher publisher,
            SubjectStatuses statuses,
            Erasures erasures,
            IngestMeters meters,
            Clock clock) {
        return new SubmitSubject(rules, store, publisher, statuses, erasures, meters, clock);
    }

    @Produces
    @Singleton
    CancelSubject cancel(SubjectStore store, TrainingJobPublisher publisher, SubjectStatuses statuses, Clock clock) {
        return new CancelSubject(store, publisher, statuses, clock);
    }

    @Produces
    @Singleton
    LostJobs lostJobs(
            IngestConfig config,
            BrokerConnection connection,
            EventPublisher sender,
            Topics topics,
            SubjectStatuses statuses,
            SubjectStore store,
            TrainingJobPublisher publisher) {
        QueueContents contents = new QueueContents(connection, config.recovery().groupId(), topics.trainingJobs());
        JobQueue queue =
                new KafkaJobQueue(contents, sender, topics, config.kafka().requestTimeout());
        return new LostJobs(statuses, store, publisher, queue, config.recovery().silence(), System::nanoTime);
    }

    @Produces
    @Singleton
    AbandonedUploads abandonedUploads(
            SubjectStore store, SubjectStatuses statuses, Erasures erasures, IngestConfig config, Clock clock) {
        return new AbandonedUploads(store, statuses, erasures, config.uploads().abandonedAfter(), clock);
    }

    @Produces
    @Singleton
    BacklogMetrics backlogMetrics(MeterRegistry registry) {
        return new BacklogMetrics(registry);
    }

    @Produces
    @Singleton
    QueueTrim answeredRequests(
            IngestConfig config, BrokerConnection connection, Topics topics, BacklogMetrics metrics) {
        return new QueueTrim(
                connection, config.backlog().groupId(), topics.generationRequests(), metrics.removedRequests());
    }

    @Produces
    @Singleton
    Housekeeping housekeeping(
            IngestConfig config,
            LostJobs lostJobs,
            AbandonedUploads uploads,
            QueueTrim answeredRequests,
            CompactedTopicReader<TrainingEvent> statusReader) {
        return new Housekeeping(
                statusReader::isCaughtUp,
                List.of(
                        new Housekeeping.Chore(
                                "lost jobs", lostJobs::look, config.recovery().interval()),
                        new Housekeeping.Chore("abandoned uploads", uploads::sweep, UPLOADS_INTERVAL),
                        new Housekeeping.Chore(
                                "answered requests",
                                () -> answeredRequests.trim(config.kafka().requestTimeout()),
                                config.backlog().trimInterval())));
    }

    void close(@Disposes Housekeeping housekeeping) {
        housekeeping.close();
    }

    @Produces
    @Singleton
    BacklogWatch backlog(
            IngestConfig config, BrokerConnection connection, Topics topics, TopicSetup setup, BacklogMetrics metrics) {
        return new BacklogWatch(
                connection,
                topics,
                setup::isDone,
                config.backlog().groupId(),
                metrics,
                config.backlog().interval(),
                config.kafka().requestTimeout());
    }

    void close(@Disposes BacklogWatch backlog) {
        backlog.close();
    }

    @Produces
    @Singleton
    Erasures erasures(
            SubjectStore store,
            TrainingJobPublisher publisher,
            SubjectStatuses statuses,
            IngestConfig config,
            Clock clock) {
        return new Erasures(
                new EraseTraces(store, publisher, clock),
                statuses,
                new Erasures.Times(config.erasure().takeover(), config.erasure().settle()),
                System::nanoTime);
    }

    @Produces
    @Singleton
    ErasureFeed erasureFeed(BrokerConnection connection, Topics topics, Erasures erasures) {
        return new ErasureFeed(connection, topics, erasures);
    }

    void close(@Disposes ErasureFeed feed) {
        feed.close();
    }

    @Produces
    @Singleton
    TopicHeartbeat heartbeat(EventPublisher publisher, Topics topics) {
        return new TopicHeartbeat(
                publisher, topics.compacted(), topics.compaction().heartbeat());
    }

    void close(@Disposes TopicHeartbeat heartbeat) {
        heartbeat.close();
    }

    @Produces
    @Singleton
    SweepThreads sweepThreads() {
        return new SweepThreads(PARALLEL_SWEEPS, WAITING_SWEEPS);
    }

    void close(@Disposes SweepThreads threads) {
        threads.close();
    }

    @Produces
    @Singleton
    EraseSubject erase(
            SubjectStore store,
            TrainingJobPublisher publisher,
            SubjectStatuses statuses,
            Erasures erasures,
            SweepThreads threads,
            IngestConfig config,
            Clock clock) {
        return new EraseSubject(
                store,
                publisher,
                statuses,
                erasures,
                clock,
                threads,
                config.erasure().patience());
    }
}
