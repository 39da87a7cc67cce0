package io.wavemesh.inference.domain;

import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.AdapterWeight;
import io.wavemesh.contracts.ClientId;
import io.wavemesh.contracts.RequestId;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Jobs and settings with good values for everything that a test does not care about. */
final class Jobs {
    static final Sampling SAMPLING = new Sampling("euler", "leading", 4, 5);
    static final PictureSize SIZE = new PictureSize(64, 64);
    static final Requester ANYBODY = Requester.caller(Optional.empty());
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private Jobs() {}

    static GenerationSettings settings(long seed, int count, String... adapters) {
        return settings("prompt " + seed, SIZE, seed, count, adapters);
    }

    static GenerationSettings settings(String prompt, PictureSize size, long seed, int count, String... adapters) {
        List<AdapterWeight> weights = Arrays.stream(adapters)
                .map(a -> new AdapterWeight(new AdapterId(a), 1))
                .toList();
        return new GenerationSettings(prompt, Optional.empty(), count, seed, size, SAMPLING, weights);
    }

    static GenerationJob job(long seed, int count, String... adapters) {
        return of(settings(seed, count, adapters));
    }

    static GenerationJob of(GenerationSettings settings) {
        return by(ANYBODY, settings);
    }

    /** A job of a named client. */
    static GenerationJob by(String client, long seed, int count, String... adapters) {
        return by(Requester.caller(Optional.of(new ClientId(client))), settings(seed, count, adapters));
    }

    static GenerationJob by(Requester requester, GenerationSettings settings) {
        return by(requester, settings, JobTrace.NONE);
    }

    /** A job that somebody follows. */
    static GenerationJob followed(JobTrace trace, long seed, int count, String... adapters) {
        return by(ANYBODY, settings(seed, count, adapters), trace);
    }

    private static GenerationJob by(Requester requester, GenerationSettings settings, JobTrace trace) {
        return new GenerationJob(
                new RequestId("request-" + COUNTER.incrementAndGet()),
                settings,
                Delivery.INLINE,
                requester,
                InstantSource.system(),
                trace);
    }
}
