package io.wavemesh.inference.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EngineTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final GenerationGate gate = new GenerationGate();
    private final CompletableFuture<RuntimeException> failure = new CompletableFuture<>();

    @Test
    void reportsAModelThatCanNotBeOpened() throws Exception {
        IllegalStateException fault = new IllegalStateException("no such folder");
        Engine engine = engine(() -> {
            throw fault;
        });

        engine.start();

        assertThat(failure.get(10, TimeUnit.SECONDS)).isSameAs(fault);
        assertThat(engine.awaitEnd(LIMIT)).isTrue();
        assertThat(engine.state()).isEqualTo(Engine.State.FAILED);
        assertThat(gate.planner()).isEmpty();
    }

    @Test
    void endsWhileItStillWaitsForTheAdapters() throws Exception {
        Engine engine = engine(ScriptedGenerator::new);

        engine.start();

        assertThat(engine.awaitEnd(LIMIT)).isTrue();
        assertThat(engine.isAlive()).isFalse();
        assertThat(gate.planner()).isEmpty();
    }

    private Engine engine(ModelOpener opener) {
        return new Engine(
                opener,
                limit -> new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS),
                model -> new GenerationPlanner(
                        model, new GenerationLimits(1, 1, 1, 1, 1), new AdapterRegistry(), () -> 0),
                generator -> new GenerationWorker(
                        new GenerationQueue(1, 0, 1), new AdapterRegistry(), null, generator, null, null, 1),
                gate,
                failure::complete);
    }
}
