package io.wavemesh.inference.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FairSharesTest {
    private static final int BATCH = 4;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 13, 64})
    void noJobSeesMoreOthersGoFirstThanTheQueueIsLong(int places) throws InterruptedException {
        Random random = new Random(places);
        GenerationQueue queue = new GenerationQueue(places, 0, BATCH);
        Map<GenerationJob, Integer> accepted = new HashMap<>();
        int taken = 0;
        for (int i = 0; i < 20_000; i++) {
            GenerationJob job = Jobs.by("c" + random.nextInt(5), i, 1, "a" + random.nextInt(2));
            if (queue.offer(job) == GenerationQueue.Offer.ACCEPTED) {
                accepted.put(job, taken);
            }
            if (random.nextInt(3) == 0 && queue.depth() > 0) {
                for (GenerationJob next : queue.take()) {
                    taken++;
                    assertThat(taken - accepted.get(next)).isLessThanOrEqualTo(places);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 6, 10})
    void clientsThatAlwaysHaveWorkGetEqualShares(int clients) throws InterruptedException {
        Random random = new Random(clients);
        GenerationQueue queue = new GenerationQueue(64, 0, BATCH);
        long[] work = new long[clients];
        List<Integer> sizes = new ArrayList<>();
        for (int c = 0; c < clients; c++) {
            sizes.add(1 + random.nextInt(3));
        }
        for (int turn = 0; turn < 1000; turn++) {
            for (int c = 0; c < clients; c++) {
                int tries = 1 + 9 * (c % 2);
                for (int i = 0; i < tries; i++) {
                    queue.offer(Jobs.by("c" + c, i, sizes.get(c), "a" + c % 3));
                }
            }
            for (GenerationJob job : queue.take()) {
                String name = job.requester().client().orElseThrow().value();
                work[Integer.parseInt(name.substring(1))] += job.settings().work();
            }
        }

        long all = 0;
        for (long share : work) {
            all += share;
        }
        for (long share : work) {
            assertThat((double) share * clients / all).isBetween(0.85, 1.15);
        }
    }
}
