package io.wavemesh.tests.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.contracts.GenerationRequest;
import io.wavemesh.contracts.GenerationResult;
import io.wavemesh.contracts.ObjectKeys;
import io.wavemesh.contracts.RequestId;
import io.wavemesh.messaging.EventPublisher;
import io.wavemesh.tests.harness.Await;
import io.wavemesh.tests.harness.HttpPeer;
import io.wavemesh.tests.harness.MeshUnderTest;
import io.wavemesh.tests.harness.Service;
import io.wavemesh.tests.harness.ServiceProcess;
import io.wavemesh.tests.harness.TopicLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica dies with a hundred requests queued and running. */
class InferenceKillIT {
    private static final int MESSAGES = 100;
    private static final int CALLS = 40;
    private static final int IN_HAND = 8;
    private static final int STEPS = 8;
    private static final Map<String, String> SETTINGS = Map.of(
            "inference.requests.parallel", Integer.toString(IN_HAND),
            "inference.requests.record-lock", "2s",
            "inference.model.threads", "1");

    @TempDir
    private Path folder;

    @Test
    void callersMayTryAgainAndEveryMessageIsAnsweredOnceByAnotherReplica() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLS);
        try (MeshUnderTest mesh = MeshUnderTest.in(folder)) {
            ServiceProcess first = mesh.start(Service.INFERENCE, SETTINGS);
            Set<String> requests = publish(mesh);
            Meters meters = new Meters(new HttpPeer(first.address()));
            Await.until(
                    "messages are drawn", () -> meters.sum("waveft_image_requests_total{outcome=\"succeeded\"") >= 2);
            List<Future<ImageCalls.End>> calls = new ArrayList<>();
            for (int seed = 0; seed < CALLS; seed++) {
                String body = ImageCalls.body(seed, STEPS);
                calls.add(callers.submit(() -> ImageCalls.call(new HttpPeer(first.address()), body)));
            }
            Await.until("calls and messages wait", () -> meters.sum("waveft_image_queue_depth") >= IN_HAND + CALLS / 2);
            first.kill();

            Map<ImageCalls.End, Integer> ends = new EnumMap<>(ImageCalls.End.class);
            for (Future<ImageCalls.End> call : calls) {
                ends.merge(call.get(), 1, Integer::sum);
            }
            assertThat(ends.keySet()).isSubsetOf(ImageCalls.End.WHOLE, ImageCalls.End.TRY_AGAIN);
            assertThat(ends.get(ImageCalls.End.TRY_AGAIN)).isGreaterThanOrEqualTo(CALLS / 2);
            int answered = results(mesh).size();
            assertThat(answered).isBetween(2, MESSAGES - IN_HAND);

            ServiceProcess second = mesh.start(Service.INFERENCE, SETTINGS);
            HttpPeer peer = new HttpPeer(second.address());
            assertThat(ImageCalls.call(peer, ImageCalls.body(1, STEPS))).isEqualTo(ImageCalls.End.WHOLE);
            Duration time = Await.within(
                    Duration.ofMinutes(3),
                    "every message is answered",
                    () -> results(mesh).size() == MESSAGES);
            Await.until("every record is settled", () -> new Meters(peer).sum("waveft_image_queue_depth") == 0);

            Map<String, Set<GenerationResult>> results = results(mesh);
            assertThat(results.keySet()).isEqualTo(requests);
            assertThat(results.values()).allMatch(told -> told.size() == 1);
            assertThat(mesh.store().list("images/")).hasSize(2 * MESSAGES).containsAll(keys(requests));
            for (Set<GenerationResult> told : results.values()) {
                GenerationResult result = told.iterator().next();
                assertThat(result.state()).isEqualTo(GenerationResult.State.SUCCEEDED);
                byte[] png = mesh.store().get(result.images().get(0).object(), 1 << 20);
                assertThat(ImageCalls.isWhole(png)).isTrue();
            }
            System.out.printf(
                    "killed with %d messages answered, %d open, calls %s; the rest answered after %d ms, %d records%n",
                    answered,
                    MESSAGES - answered,
                    ends,
                    time.toMillis(),
                    TopicLog.read(mesh.connection(), mesh.topics().generationResults())
                            .size());
        } finally {
            callers.shutdownNow();
        }
    }

    private static Set<String> publish(MeshUnderTest mesh) {
        Set<String> ids = new HashSet<>();
        try (EventPublisher publisher = new EventPublisher(mesh.connection(), "/test", Duration.ofSeconds(20))) {
            for (int i = 0; i < MESSAGES; i++) {
                GenerationRequest request = request("request-" + i, i);
                publisher.publish(mesh.topics().generationRequests(), request);
                ids.add(request.requestId().value());
            }
        }
        return ids;
    }

    private static GenerationRequest request(String id, long seed) {
        return new GenerationRequest(
                1,
                new RequestId(id),
                Optional.empty(),
                "a zjw duck",
                Optional.empty(),
                List.of(),
                Optional.of(seed),
                Optional.of(STEPS),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(64),
                Optional.of(64),
                1,
                Instant.now());
    }

    /** What was told, by request; the same told again counts once. */
    private static Map<String, Set<GenerationResult>> results(MeshUnderTest mesh) {
        return TopicLog.read(mesh.connection(), mesh.topics().generationResults()).stream()
                .collect(Collectors.groupingBy(
                        TopicLog.Entry::key,
                        Collectors.mapping(entry -> entry.as(GenerationResult.class), Collectors.toSet())));
    }

    private static List<String> keys(Set<String> requests) {
        List<String> keys = new ArrayList<>();
        for (String request : requests) {
            keys.add(ObjectKeys.image(new RequestId(request), 0));
            keys.add(ObjectKeys.generationResult(new RequestId(request)));
        }
        return keys;
    }
}
