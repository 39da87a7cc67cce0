package io.wavemesh.inference.domain;

import io.wavemesh.contracts.RequestId;

/** Follows one job, for whoever watches a request on its way through the mesh. Safe for several threads. */
public interface JobTrace {
    /** Follows nothing. */
    JobTrace NONE = new JobTrace() {
        @Override
        public void enter(Part part) {}

        @Override
        public void end(JobState.Ended end) {}
    };

    /** Begins to follow jobs. */
    @FunctionalInterface
    interface Source {
        /** Follows none. */
        Source NONE = (id, settings) -> JobTrace.NONE;

        /** Follows a job that begins to wait, on the thread of who asks for it. */
        JobTrace begin(RequestId id, GenerationSettings settings);
    }

    /** What a job goes through, in this order; for images that take several runs the last parts come again. */
    enum Part {
        /** It waits for the engine. */
        QUEUE,
        /** The adapters' values are looked up, or fetched and computed. */
        PREPARE_ADAPTERS,
        /** The prompts go through the text encoders. */
        ENCODE_PROMPTS,
        /** The denoising steps. */
        DENOISE,
        /** Latents become pictures. */
        DECODE,
        /** Pictures become files. */
        ENCODE_PNG,
        /** The files go where the client finds them. */
        DELIVER
    }

    /** A part begins, and with it the one before ends; entering a part again changes nothing. */
    void enter(Part part);

    /** The job is over. */
    void end(JobState.Ended end);
}
