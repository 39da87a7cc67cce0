package io.wavemesh.trainer.training;

import io.wavemesh.training.TrainingEngine;
import io.wavemesh.training.TrainingOutcome;
import io.wavemesh.training.TrainingPlan;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few steps as the model's defaults have them, before the first job: a GPU's libraries are loaded and their plans made then, and
 * that memory is too short is seen at the start and not by a user.
 */
final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final Map<String, String> ANY_SUBJECT = Map.of("classNoun", "thing");

    private WarmUp() {}

    /** How it ended; empty where the defaults do not fit the model, so that jobs must bring settings of their own. */
    static Optional<TrainingOutcome> of(TrainingEngine engine) {
        long start = System.nanoTime();
        TrainingOutcome outcome;
        try {
            outcome = engine.warmUp(TrainingPlan.resolve(ANY_SUBJECT, engine.model()));
        } catch (IllegalArgumentException e) {
            LOG.atInfo().addKeyValue("reason", e.getMessage()).log("no warm-up: the defaults do not fit this model");
            return Optional.empty();
        }
        if (outcome instanceof TrainingOutcome.OutOfMemory exhausted) {
            LOG.atWarn()
                    .addKeyValue("reason", exhausted.reason())
                    .log("the device is too small for a training with the model's defaults");
        } else {
            LOG.atInfo()
                    .addKeyValue("seconds", (System.nanoTime() - start) * 1e-9)
                    .log("warmed up");
        }
        return Optional.of(outcome);
    }
}
