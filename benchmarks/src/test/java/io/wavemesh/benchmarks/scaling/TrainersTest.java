package io.wavemesh.benchmarks.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wavemesh.benchmarks.scaling.Pod.Phase;
import io.wavemesh.benchmarks.scaling.Pod.Priority;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainersTest {
    private static final double START = 30;
    private static final double LOAD = 10;
    private static final double CHECKPOINT = 5;
    private static final double RESUME = 2;
    private static final double STOP = 1;

    private final Timeline timeline = new Timeline(0);
    private final GpuPool pool =
            new GpuPool(timeline, 10, new StartTimes(START, START, START, START), 600, new Draw(1, "pods"));
    private final TrainingJobs jobs = new TrainingJobs(timeline);
    private final List<Trainer> ended = new ArrayList<>();

    private Trainer trainer(int limit, double idleSeconds) {
        TrainerLife life = new TrainerLife(LOAD, limit, idleSeconds, CHECKPOINT, RESUME, STOP);
        Trainer trainer = new Trainer(timeline, pool, jobs, life, ended::add);
        trainer.request();
        return trainer;
    }

    @Test
    void endsAfterItsJobs() {
        trainer(2, 60);
        jobs.arrive(100);
        jobs.arrive(100);
        jobs.arrive(100);

        timeline.runUntil(1000);

        assertThat(ended).hasSize(1);
        assertThat(jobs.finished()).isEqualTo(2);
        assertThat(jobs.waiting()).isEqualTo(1);
        assertThat(pool.held(Priority.TRAINING).area()).isCloseTo(START + LOAD + 200, within(1e-6));
    }

    @Test
    void endsWhenNoJobComes() {
        trainer(0, 60);
        timeline.at(90, () -> jobs.arrive(50));

        timeline.runUntil(199);
        assertThat(ended).isEmpty();
        timeline.runUntil(200);
        assertThat(ended).hasSize(1);
        assertThat(jobs.finished()).isEqualTo(1);

        jobs.arrive(50);
        timeline.runUntil(2000);
        assertThat(jobs.waiting()).as("nobody is left").isEqualTo(1);
    }

    @Test
    void whatWasTrainedUpToTheLastCheckpointIsNotLost() {
        Trainer first = trainer(0, 0);
        jobs.arrive(100);
        timeline.runUntil(START + LOAD + 48);
        first.stop();
        assertThat(first.phase()).isEqualTo(Phase.LEAVING);
        assertThat(jobs.handedBack()).isEqualTo(1);
        timeline.runUntil(START + LOAD + 48 + STOP);
        assertThat(first.phase()).isEqualTo(Phase.GONE);

        trainer(0, 0);
        double again = timeline.now() + START + LOAD;
        timeline.runUntil(again + 100 - 45 + RESUME - 0.01);
        assertThat(jobs.finished()).isZero();
        timeline.runUntil(again + 100 - 45 + RESUME);
        assertThat(jobs.finished()).isEqualTo(1);
        assertThat(jobs.waits().count()).as("its first wait only").isEqualTo(1);
    }

    @Test
    void oneThatStartsGoesAtOnce() {
        Trainer trainer = trainer(0, 60);
        timeline.runUntil(START + 1);

        trainer.stop();
        trainer.stop();

        assertThat(trainer.phase()).isEqualTo(Phase.GONE);
        assertThat(ended).hasSize(1);
        timeline.runUntil(500);
        jobs.arrive(10);
        timeline.runUntil(600);
        assertThat(jobs.finished()).isZero();
    }

    @Test
    void aPodIsMadeForEachJobAndNoneForThoseThatLoad() {
        TrainerJobs fleet = new TrainerJobs(
                timeline,
                pool,
                jobs,
                Given.rules(1, 10).training().job(),
                new TrainerLife(LOAD, 1, 60, CHECKPOINT, RESUME, STOP));
        fleet.begin(15, new Draw(1, "polls"));
        jobs.arrive(100);
        jobs.arrive(100);
        jobs.arrive(100);

        timeline.runUntil(100);

        assertThat(fleet.made()).isEqualTo(3);
        assertThat(jobs.working().value()).isEqualTo(3);
    }

    @Test
    void aDeploymentGoesToNothingAndComesBack() {
        TrainerDeployment fleet = new TrainerDeployment(
                timeline,
                pool,
                jobs,
                Given.rules(1, 10).training(),
                new TrainerLife(LOAD, 0, 0, CHECKPOINT, RESUME, STOP));
        fleet.begin(15, new Draw(1, "polls"));
        timeline.runUntil(100);
        assertThat(pool.held(Priority.TRAINING).value()).isZero();

        jobs.arrive(100);
        timeline.runUntil(200);
        assertThat(jobs.working().value()).isEqualTo(1);

        timeline.runUntil(1000);
        assertThat(jobs.finished()).isEqualTo(1);
        assertThat(pool.held(Priority.TRAINING).value()).isZero();
    }
}
