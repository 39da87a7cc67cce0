package io.wavemesh.inference.domain;

import java.time.Duration;

/** What the domain measures. */
public interface GenerationMeters {
    /** A job left the queue for the engine after so long. */
    void waited(Duration time);

    /** A job is over. */
    void ended(JobState.Ended end, int images);

    /** A job for so many images was not even queued, since the queue was full. */
    void refused(int images);

    /** A run of the engine did so many steps on so many images. */
    void drew(int images, int steps);

    /** The engine was at work on a batch for so long: adapters made ready, images drawn and delivered, or a failure. */
    void worked(Duration time);

    /** The adapters of a batch are ready for the engine after so long, all of them from the cache or not. */
    void merged(boolean cached, Duration time);

    /** An adapter that was announced after the start is known here, so long after. */
    void learned(Duration time);

    /** An adapter's values were looked up in the cache. */
    void lookedUp(boolean cached);
}
