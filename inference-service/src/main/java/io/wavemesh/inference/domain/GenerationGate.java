package io.wavemesh.inference.domain;

import java.util.Optional;

/** Closed until the model draws and every announced adapter is known; then gives the planner. */
public final class GenerationGate {
    private volatile GenerationPlanner planner;

    /** Lets requests in. */
    public void open(GenerationPlanner opened) {
        planner = opened;
    }

    /** The planner; empty while the gate is closed. */
    public Optional<GenerationPlanner> planner() {
        return Optional.ofNullable(planner);
    }
}
