package io.wavemesh.inference.kafka;

import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.Topics;
import io.wavemesh.inference.domain.AdapterWithdrawal;
import io.wavemesh.messaging.EventPublisher;

/** Withdraws adapters by tombstones on the compacted {@code adapters} topic. */
public final class KafkaAdapterWithdrawal implements AdapterWithdrawal {
    private final EventPublisher publisher;
    private final Topics topics;

    /** Sends by this publisher. */
    public KafkaAdapterWithdrawal(EventPublisher publisher, Topics topics) {
        this.publisher = publisher;
        this.topics = topics;
    }

    @Override
    public void withdraw(AdapterId adapter) {
        publisher.withdraw(topics.adapters(), adapter.value());
    }
}
