package io.wavemesh.inference.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GenerationQueueTest {
    private final GenerationQueue queue = new GenerationQueue(4, 0, 4);

    @Test
    void servesFirstComeFirst() throws InterruptedException {
        GenerationJob first = offered(1, 1, "a");
        GenerationJob second = offered(2, 1, "b");

        assertThat(queue.take()).containsExactly(first);
        assertThat(queue.take()).containsExactly(second);
    }

    @Test
    void letsJobsOfTheSameKindRideAlongWithTheFirst() throws InterruptedException {
        GenerationJob first = offered(1, 1, "a");
        GenerationJob other = offered(2, 1, "b");
        GenerationJob rider = offered(3, 2, "a");

        assertThat(queue.take()).containsExactly(first, rider);
        assertThat(queue.take()).containsExactly(other);
    }

    @Test
    void neverPutsMoreImagesIntoABatchThanAllowed() throws InterruptedException {
        GenerationJob first = offered(1, 2, "a");
        GenerationJob tooBig = offered(2, 3, "a");
        GenerationJob fits = offered(3, 2, "a");

        assertThat(queue.take()).containsExactly(first, fits);
        assertThat(queue.take()).containsExactly(tooBig);
    }

    @Test
    void neverStarvesAJobBehindAStreamOfOthersThatFitTogether() throws InterruptedException {
        offered(1, 1, "popular");
        GenerationJob lonely = offered(2, 1, "lonely");
        offered(3, 1, "popular");
        queue.take();
        offered(4, 1, "popular");

        assertThat(queue.take()).containsExactly(lonely);
    }

    @Test
    void takesAJobLargerThanABatchAlone() throws InterruptedException {
        GenerationJob large = offered(1, 9);
        offered(2, 1);

        assertThat(queue.take()).containsExactly(large);
    }

    @Test
    void keepsOtherSizesApart() throws InterruptedException {
        GenerationJob small = Jobs.of(Jobs.settings("p", new PictureSize(64, 64), 1, 1));
        GenerationJob wide = Jobs.of(Jobs.settings("p", new PictureSize(128, 64), 2, 1));
        queue.offer(small);
        queue.offer(wide);

        assertThat(queue.take()).containsExactly(small);
    }

    @Test
    void refusesWhatHasNoRoomUntilAJobLeaves() {
        List<GenerationJob> jobs = List.of(offered(1, 1), offered(2, 1), offered(3, 1), offered(4, 1));
        assertThat(queue.offer(Jobs.job(5, 1))).isEqualTo(GenerationQueue.Offer.FULL);

        queue.remove(jobs.get(2));

        assertThat(queue.offer(Jobs.job(6, 1))).isEqualTo(GenerationQueue.Offer.ACCEPTED);
    }

    @Test
    void onceClosedRefusesNewJobsAndGivesOutThoseThatWait() throws InterruptedException {
        GenerationJob waiting = offered(1, 1);
        queue.close();

        assertThat(queue.offer(Jobs.job(2, 1))).isEqualTo(GenerationQueue.Offer.CLOSED);
        assertThat(queue.take()).containsExactly(waiting);
        assertThat(queue.take()).isEmpty();
    }

    @Test
    void tellsToStayAwayForHalfOfWhatWaitsByTheRecentPace() {
        offered(1, 2);
        assertThat(queue.expectedWait()).isEqualTo(Duration.ofSeconds(1));

        long work = Jobs.settings(0, 2).work();
        for (int i = 0; i < 50; i++) {
            queue.noteRun(work, Duration.ofSeconds(20));
        }
        assertThat(queue.expectedWait()).isEqualTo(Duration.ofSeconds(10));

        offered(2, 4);
        assertThat(queue.expectedWait()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void leavesAsManyPlacesFreeAsANamedClientTakes() {
        assertThat(queue.offer(Jobs.by("flood", 1, 1))).isEqualTo(GenerationQueue.Offer.ACCEPTED);
        assertThat(queue.offer(Jobs.by("flood", 2, 1))).isEqualTo(GenerationQueue.Offer.ACCEPTED);
        assertThat(queue.offer(Jobs.by("flood", 3, 1))).isEqualTo(GenerationQueue.Offer.FULL);

        assertThat(queue.offer(Jobs.by("guest", 4, 1))).isEqualTo(GenerationQueue.Offer.ACCEPTED);
        assertThat(queue.offer(Jobs.by("guest", 5, 1))).isEqualTo(GenerationQueue.Offer.FULL);
        assertThat(queue.offer(Jobs.by("late", 6, 1))).isEqualTo(GenerationQueue.Offer.ACCEPTED);
        assertThat(queue.offer(Jobs.by("latest", 7, 1))).isEqualTo(GenerationQueue.Offer.FULL);
    }

    @Test
    void alwaysHasAPlaceForAMessage() {
        List.of(offered(1, 1), offered(2, 1), offered(3, 1), offered(4, 1));
        Requester sender = Requester.sender(Optional.empty());

        assertThat(queue.offer(Jobs.by(sender, Jobs.settings(5, 1)))).isEqualTo(GenerationQueue.Offer.ACCEPTED);
        assertThat(queue.offer(Jobs.job(6, 1))).isEqualTo(GenerationQueue.Offer.FULL);
    }

    private GenerationJob offered(long seed, int count, String... adapters) {
        GenerationJob job = Jobs.job(seed, count, adapters);
        assertThat(queue.offer(job)).isEqualTo(GenerationQueue.Offer.ACCEPTED);
        return job;
    }
}
