package io.wavemesh.trainer.domain;

import io.wavemesh.contracts.Fault;

/** How a training ended. */
public sealed interface TrainerResult {
    /** Calls the method that belongs to the case. */
    <R> R accept(Cases<R> cases);

    /** What to do in each case. */
    interface Cases<R> {
        /** Keep the adapter. */
        R learned(TrainedAdapter adapter);

        /** Tell why it can't be trained; it would end so again. */
        R refused(Fault fault);

        /** It was told to stop. */
        R stopped();
    }

    /** All steps are done. */
    record Learned(TrainedAdapter adapter) implements TrainerResult {
        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.learned(adapter);
        }
    }

    /** Pictures or settings can't be trained, the training diverged, or the device is too small for it. */
    record Refused(Fault fault) implements TrainerResult {
        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.refused(fault);
        }
    }

    /** It was told to stop. */
    record Stopped() implements TrainerResult {
        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.stopped();
        }
    }
}
