package io.wavemesh.trainer.training;

import io.wavemesh.contracts.RetryableException;
import io.wavemesh.trainer.domain.Checkpoints;
import io.wavemesh.trainer.domain.Workplace;
import io.wavemesh.training.Checkpoint;
import io.wavemesh.training.TrainingStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps and finds the engine's checkpoints. One that can't be kept or read costs time, not the job. */
final class CheckpointFiles {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointFiles.class);

    private final Checkpoints checkpoints;
    private final Path file;

    CheckpointFiles(Checkpoints checkpoints, Workplace workplace) {
        this.checkpoints = checkpoints;
        this.file = workplace.output().resolve("checkpoint.safetensors");
    }

    TrainingStart start() {
        Optional<byte[]> latest = checkpoints.latest();
        if (latest.isEmpty()) {
            return TrainingStart.SCRATCH;
        }
        try {
            Files.write(file, latest.get());
            return new TrainingStart.FromCheckpoint(Checkpoint.read(file));
        } catch (IOException e) {
            throw new RetryableException("cannot write " + file, e);
        } catch (IllegalArgumentException e) {
            LOG.warn("checkpoint can't be read, training begins from scratch, cause={}", e.getMessage());
            return TrainingStart.SCRATCH;
        }
    }

    void save(Checkpoint checkpoint) {
        try {
            checkpoints.save(checkpoint.stepsDone(), checkpoint.toBytes());
        } catch (RetryableException e) {
            LOG.warn("checkpoint not kept, step={}, cause={}", checkpoint.stepsDone(), e.getMessage());
        }
    }
}
