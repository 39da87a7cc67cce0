package io.wavemesh.tests.harness;

import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.messaging.CompactedTopicReader;
import io.wavemesh.messaging.StateHandler;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Every training event in the order of the topic, as it comes. */
public final class TrainingLog implements AutoCloseable {
    private final Map<String, List<TrainingEvent>> events = new ConcurrentHashMap<>();
    private final CompactedTopicReader<TrainingEvent> reader;

    /** Follows a mesh's events from the start. */
    public TrainingLog(MeshUnderTest mesh) {
        reader = new CompactedTopicReader<>(
                mesh.connection(), mesh.topics().trainingEvents(), TrainingEvent.class, new StateHandler<>() {
                    @Override
                    public void put(String key, TrainingEvent event) {
                        events.computeIfAbsent(key, k -> new CopyOnWriteArrayList<>())
                                .add(event);
                    }

                    @Override
                    public void remove(String key) {
                        // an erased job has had its events all the same
                    }
                });
        reader.start();
    }

    /** All that was told of a job so far. */
    public List<TrainingEvent> of(JobId job) {
        return List.copyOf(events.getOrDefault(job.value(), List.of()));
    }

    /** The last step that was told. */
    public int step(JobId job) {
        List<TrainingEvent> told = of(job);
        return told.isEmpty() ? 0 : told.get(told.size() - 1).step();
    }

    /** How often a state was told. */
    public long count(JobId job, JobState state) {
        return of(job).stream().filter(event -> event.state() == state).count();
    }

    /** Returns when the state was told. */
    public void await(JobId job, JobState state) {
        Await.until(job + " is " + state, () -> count(job, state) > 0);
    }

    /** Returns when an attempt has done so many steps in all. */
    public void awaitStep(JobId job, int attempt, int step) {
        Await.until(job + " is at step " + step + " of attempt " + attempt, () -> of(job).stream()
                .anyMatch(event -> event.attempt() >= attempt && event.step() >= step));
    }

    @Override
    public void close() {
        reader.close();
    }
}
