package io.wavemesh.messaging;

import static io.wavemesh.messaging.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.wavemesh.contracts.Disposition;
import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A trace's way over a real broker. */
class TracesIT extends BrokerCase {
    @RegisterExtension
    static final OpenTelemetryExtension TELEMETRY = OpenTelemetryExtension.create();

    private final OpenTelemetry telemetry = TELEMETRY.getOpenTelemetry();
    private EventPublisher traced;

    @BeforeAll
    void openPublisher() {
        traced = new EventPublisher(connection, "/wavemesh/test", Duration.ofSeconds(20), telemetry);
    }

    @AfterAll
    void closePublisher() {
        traced.close();
    }

    @Test
    void aTraceGoesOnOverEveryDeliveryAndAReplayedDeadLetter() {
        Topics.Topic topic = givenTopic(1, Map.of());
        List<String> traces = new CopyOnWriteArrayList<>();
        RecordingHandler handler = new RecordingHandler((delivery, stop) -> {
            traces.add(Span.current().getSpanContext().getTraceId());
            return switch (delivery.attempt()) {
                case 1 -> Disposition.RETRY;
                case 2 -> Disposition.DROP;
                default -> Disposition.DONE;
            };
        });

        String trace = inARequest(() -> traced.publish(topic, message("job")));
        ShareQueue<JobControl> queue = givenTracedQueue(topic, handler);
        try {
            eventually("it is dropped", () -> !recordsOf(new Topics("").deadLetters(topic))
                    .isEmpty());
            try (DeadLetterBox box = new DeadLetterBox(connection, new Topics(""), Duration.ofSeconds(20))) {
                box.forEach(List.of(topic), box::replay);
            }
            eventually("it is done", () -> traces.size() == 3);
        } finally {
            queue.close();
        }

        assertThat(traces).containsOnly(trace);
        SpanData sent = spans("send " + topic.name()).get(0);
        assertThat(spans("process " + topic.name())).hasSize(3).allMatch(span -> span.getParentSpanId()
                .equals(sent.getSpanId()));
        assertThat(recordsOf(topic)).hasSize(2).allMatch(record -> TraceHeaders.INSTANCE
                .get(record.headers(), "traceparent")
                .contains(sent.getSpanId()));
    }

    @Test
    void aReaderFollowsWhatIsNewAndNotThePast() throws InterruptedException {
        Topics.Topic topic = givenTopic(1, Map.of("cleanup.policy", "compact"));
        Map<String, String> traces = new ConcurrentHashMap<>();
        String past = inARequest(() -> traced.publish(topic, message("past")));
        StateHandler<JobControl> handler = new StateHandler<>() {
            @Override
            public void put(String key, JobControl message) {
                traces.put(key, Span.current().getSpanContext().getTraceId());
            }

            @Override
            public void remove(String key) {}
        };

        String trace;
        CompactedTopicReader<JobControl> reader =
                new CompactedTopicReader<>(connection, topic, JobControl.class, handler, telemetry);
        reader.start();
        try {
            assertThat(reader.awaitCaughtUp(Duration.ofSeconds(30))).isTrue();
            traced.publish(topic, message("untraced"));
            trace = inARequest(() -> traced.publish(topic, message("new")));
            eventually("it is read", () -> traces.keySet().equals(Set.of("past", "untraced", "new")));
        } finally {
            reader.close();
        }

        assertThat(traces).containsEntry("new", trace);
        assertThat(traces.get("past")).isNotEqualTo(past).matches("0+");
        assertThat(traces.get("untraced")).matches("0+");
    }

    @Test
    void anUntracedPublisherWritesNoHeader() {
        Topics.Topic topic = givenTopic(1, Map.of());

        inARequest(() -> publisher.publish(topic, message("job")));

        assertThat(recordsOf(topic)).hasSize(1).allSatisfy(record -> assertThat(record.headers())
                .extracting("key")
                .doesNotContain("traceparent", "tracestate"));
    }

    private ShareQueue<JobControl> givenTracedQueue(Topics.Topic topic, RecordingHandler handler) {
        ShareQueueSettings settings = new ShareQueueSettings(
                "group-" + topic.name(),
                topic,
                LOCK,
                3,
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                Duration.ofSeconds(5));
        DeadLetters deadLetters = new DeadLetters(traced, new Topics("").deadLetters(topic), Clock.systemUTC());
        ShareQueue<JobControl> queue = new ShareQueue<>(
                connection, settings, JobControl.class, handler, deadLetters, QueueListener.NONE, telemetry);
        queue.start();
        return queue;
    }

    private String inARequest(Runnable action) {
        Span request = telemetry.getTracer("test").spanBuilder("request").startSpan();
        Scope scope = request.makeCurrent();
        try {
            action.run();
        } finally {
            scope.close();
            request.end();
        }
        return request.getSpanContext().getTraceId();
    }

    private static List<SpanData> spans(String name) {
        return TELEMETRY.getSpans().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }
}
