package io.wavemesh.ingest.kafka;

import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.Topics;
import io.wavemesh.contracts.TrainingOrder;
import io.wavemesh.ingest.domain.JobQueue;
import io.wavemesh.messaging.EventPublisher;
import io.wavemesh.messaging.QueueContents;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/** The topic of jobs, as the trainers' share group sees it. */
public final class KafkaJobQueue implements JobQueue {
    private final QueueContents contents;
    private final EventPublisher publisher;
    private final Topics topics;
    private final Duration limit;

    /** Uses a publisher that somebody else closes; one look may take as long as the limit. */
    public KafkaJobQueue(QueueContents contents, EventPublisher publisher, Topics topics, Duration limit) {
        this.contents = contents;
        this.publisher = publisher;
        this.topics = topics;
        this.limit = limit;
    }

    @Override
    public Set<JobId> missing(Set<JobId> jobs) {
        Set<String> keys = jobs.stream().map(JobId::value).collect(Collectors.toSet());
        return contents.missing(keys, limit).stream().map(JobId::new).collect(Collectors.toSet());
    }

    @Override
    public void sendAgain(TrainingOrder order, int attempts) {
        publisher.publishAgain(topics.trainingJobs(), order, attempts);
    }
}
