package io.wavemesh.benchmarks.scaling;

/** Trainers, as Jobs or as a Deployment. */
interface TrainingFleet {
    /** Looks at the backlog and scales from now on. */
    void begin(double scrapeSeconds, Draw draw);

    /** Pods that were made. */
    int made();

    /** How often pods were made or taken away. */
    int changes();
}
