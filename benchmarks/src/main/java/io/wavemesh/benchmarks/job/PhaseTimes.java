package io.wavemesh.benchmarks.job;

import io.wavemesh.contracts.JobPhase;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.trainer.domain.BaseModel;
import io.wavemesh.trainer.domain.Checkpoints;
import io.wavemesh.trainer.domain.SubjectTrainer;
import io.wavemesh.trainer.domain.TrainerResult;
import io.wavemesh.trainer.domain.TrainingWatch;
import io.wavemesh.trainer.domain.Workplace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A trainer that notes when the parts of a training begin and end. */
final class PhaseTimes implements SubjectTrainer {
    private final SubjectTrainer trainer;
    private final List<Double> steps = new ArrayList<>();
    private long called;
    private long encoding;
    private long training;
    private long ended;
    private double firstLoss = Double.NaN;
    private double lastLoss = Double.NaN;

    PhaseTimes(SubjectTrainer trainer) {
        this.trainer = trainer;
    }

    @Override
    public BaseModel baseModel() {
        return trainer.baseModel();
    }

    @Override
    public TrainerResult train(TrainingJob job, Workplace workplace, Checkpoints checkpoints, TrainingWatch watch) {
        called = System.nanoTime();
        steps.clear();
        TrainerResult result = trainer.train(job, workplace, checkpoints, new Watch(watch));
        ended = System.nanoTime();
        return result;
    }

    /** When the training was called. */
    long called() {
        return called;
    }

    /** Seconds to decode the pictures. */
    double decodingSeconds() {
        return (encoding - called) * 1e-9;
    }

    /** Seconds in the text encoders and the autoencoder, their loading included. */
    double encodingSeconds() {
        return (training - encoding) * 1e-9;
    }

    /** Seconds in the steps, checkpoints included, until the adapter is written. */
    double trainingSeconds() {
        return (ended - training) * 1e-9;
    }

    /** When the training ended. */
    long ended() {
        return ended;
    }

    /** Seconds of each step, as the engine tells them. */
    List<Double> steps() {
        return List.copyOf(steps);
    }

    double firstLoss() {
        return firstLoss;
    }

    double lastLoss() {
        return lastLoss;
    }

    @Override
    public void close() {
        trainer.close();
    }

    private final class Watch implements TrainingWatch {
        private final TrainingWatch next;
        private JobPhase phase;

        Watch(TrainingWatch next) {
            this.next = next;
        }

        @Override
        public void phase(JobPhase entered) {
            if (entered != phase && entered == JobPhase.ENCODING) {
                encoding = System.nanoTime();
            } else if (entered != phase && entered == JobPhase.TRAINING) {
                training = System.nanoTime();
            }
            phase = entered;
            next.phase(entered);
        }

        @Override
        public void planned(int count) {
            next.planned(count);
        }

        @Override
        public void step(int step, double loss, Duration elapsed) {
            firstLoss = steps.isEmpty() ? loss : firstLoss;
            lastLoss = loss;
            steps.add(elapsed.toNanos() * 1e-9);
            next.step(step, loss, elapsed);
        }

        @Override
        public boolean isStopped() {
            return next.isStopped();
        }
    }
}
