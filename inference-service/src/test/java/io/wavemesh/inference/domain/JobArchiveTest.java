package io.wavemesh.inference.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.access.Caller;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JobArchiveTest {
    private Instant now = Instant.EPOCH;
    private final JobArchive archive = new JobArchive(2, Duration.ofMinutes(1), () -> now);

    @Test
    void remembersAnEndedJobForAWhile() {
        GenerationJob job = kept(1);
        job.cancel();

        now = now.plusSeconds(59);
        assertThat(archive.find(Caller.anybody(), job.id())).contains(job);

        now = now.plusSeconds(2);
        assertThat(archive.find(Caller.anybody(), job.id())).isEmpty();
    }

    @Test
    void neverForgetsAnOpenJob() {
        GenerationJob job = kept(1);

        now = now.plusSeconds(3600);

        assertThat(archive.find(Caller.anybody(), job.id())).contains(job);
    }

    @Test
    void dropsTheJobThatEndedFirstWhenThereAreTooMany() {
        GenerationJob first = kept(1);
        GenerationJob second = kept(2);
        second.cancel();
        first.cancel();

        GenerationJob third = kept(3);

        assertThat(archive.find(Caller.anybody(), second.id())).isEmpty();
        assertThat(archive.find(Caller.anybody(), first.id())).contains(first);
        assertThat(archive.find(Caller.anybody(), third.id())).contains(third);
    }

    private GenerationJob kept(long seed) {
        GenerationJob job = Jobs.job(seed, 1);
        archive.add(job);
        return job;
    }
}
