package io.wavemesh.inference.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wavemesh.access.Caller;
import io.wavemesh.inference.domain.AdapterCache;
import io.wavemesh.inference.domain.AdapterRegistry;
import io.wavemesh.inference.domain.Delivery;
import io.wavemesh.inference.domain.GenerationDesk;
import io.wavemesh.inference.domain.GenerationGate;
import io.wavemesh.inference.domain.GenerationLimits;
import io.wavemesh.inference.domain.GenerationPlanner;
import io.wavemesh.inference.domain.GenerationQueue;
import io.wavemesh.inference.domain.ScriptedGenerator;
import io.wavemesh.inference.metrics.MicrometerGenerationMeters;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubmissionsTest {
    private static final GenerationBody BODY =
            new GenerationBody("a dog", null, null, null, null, null, null, null, null, null, null, null, null);

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final GenerationQueue queue = new GenerationQueue(1, 0, 1);
    private final GenerationGate gate = new GenerationGate();
    private final AdapterRegistry registry = new AdapterRegistry();
    private final GenerationDesk desk = new GenerationDesk(
            queue,
            Duration.ofMinutes(1),
            timer,
            new MicrometerGenerationMeters(new SimpleMeterRegistry(), queue, registry, new AdapterCache(0)),
            InstantSource.system());
    private final Submissions submissions = new Submissions(gate, desk);

    @AfterEach
    void stopTimer() {
        timer.shutdownNow();
    }

    @Test
    void sendsClientsAwayWhileTheModelIsLoaded() {
        assertThat(answer()).isEqualTo(ProblemType.NOT_READY.uri() + " 503 5");
    }

    @Test
    void sendsClientsAwayOnceTheServiceStops() {
        gate.open(new GenerationPlanner(
                new ScriptedGenerator().profile(), new GenerationLimits(1, 9, 9999, 9, 1), registry, () -> 0));
        desk.close();

        assertThat(answer()).isEqualTo(ProblemType.SHUTTING_DOWN.uri() + " 503 5");
    }

    private String answer() {
        ProblemException problem = catchThrowableOfType(
                ProblemException.class, () -> submissions.submit(Caller.anybody(), BODY, Delivery.INLINE));
        try (Response response = new ProblemMappers().problem(problem)) {
            return problem.problem().type() + " " + response.getStatus() + " "
                    + response.getHeaderString("Retry-After");
        }
    }
}
