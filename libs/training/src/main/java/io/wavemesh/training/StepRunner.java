package io.wavemesh.training;

/** Starts a job's optimizer steps on the device, each on the batch that is in place. */
interface StepRunner extends AutoCloseable {

    /** Starts the next step. */
    void step();

    /** After the last step; what it started is done then. */
    @Override
    void close();

    /**
     * What suits the device: calls one after the other, or on a GPU a captured step.
     *
     * @param steps that will be done
     */
    static StepRunner of(TrainableUNet unet, TrainingEngineOptions options, int steps) {
        boolean worthwhile = steps > CapturedSteps.WARM_UP;
        return options.onCpu() || !options.tuning().graph() || !worthwhile
                ? new CalledSteps(unet)
                : new CapturedSteps(unet, options.deviceIndex());
    }

    /** A call a step. */
    record CalledSteps(TrainableUNet unet) implements StepRunner {
        @Override
        public void step() {
            unet.advance();
        }

        @Override
        public void close() {}
    }
}
