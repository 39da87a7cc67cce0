package io.wavemesh.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.contracts.Disposition;
import io.wavemesh.messaging.QueueListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobLimitTest {
    private final List<String> heard = new ArrayList<>();
    private long now;

    @Test
    void goesOnForEverByDefault() {
        JobLimit limit = limit(0, Duration.ZERO);

        for (int i = 0; i < 100; i++) {
            limit.settled(Disposition.DONE);
            now += Duration.ofDays(1).toNanos();

            assertThat(limit.wantsMore()).isTrue();
        }
    }

    @Test
    void endsAfterSoManyAttemptsHoweverTheyEnd() {
        JobLimit limit = limit(2, Duration.ZERO);

        limit.settled(Disposition.RETRY);
        assertThat(limit.wantsMore()).isTrue();
        limit.settled(Disposition.DROP);

        assertThat(limit.wantsMore()).isFalse();
    }

    @Test
    void endsWhenNoJobComes() {
        JobLimit limit = limit(0, Duration.ofSeconds(30));

        assertThat(limit.wantsMore()).isTrue();
        now += Duration.ofSeconds(29).toNanos();
        assertThat(limit.wantsMore()).isTrue();
        now += Duration.ofSeconds(1).toNanos();

        assertThat(limit.wantsMore()).isFalse();
    }

    @Test
    void timeOfAJobIsNotIdle() {
        JobLimit limit = limit(0, Duration.ofSeconds(30));
        limit.wantsMore();

        now += Duration.ofHours(1).toNanos();
        limit.settled(Disposition.DONE);
        assertThat(limit.wantsMore()).isTrue();
        now += Duration.ofHours(1).toNanos();
        limit.lockLost();

        assertThat(limit.wantsMore()).isTrue();
    }

    @Test
    void tellsTheMetersAndTheProcess() {
        JobLimit limit = limit(1, Duration.ZERO);

        limit.renewed();
        limit.lockLost();
        limit.undecodable();
        limit.settled(Disposition.DONE);
        limit.ended();

        assertThat(heard).containsExactly("renewed", "lock lost", "undecodable", "settled DONE", "ended");
    }

    private JobLimit limit(int jobs, Duration idleTime) {
        return new JobLimit(
                jobs,
                idleTime,
                new QueueListener() {
                    @Override
                    public void renewed() {
                        heard.add("renewed");
                    }

                    @Override
                    public void lockLost() {
                        heard.add("lock lost");
                    }

                    @Override
                    public void undecodable() {
                        heard.add("undecodable");
                    }

                    @Override
                    public void settled(Disposition disposition) {
                        heard.add("settled " + disposition);
                    }
                },
                () -> heard.add("ended"),
                () -> now);
    }
}
