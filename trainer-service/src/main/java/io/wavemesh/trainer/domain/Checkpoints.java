package io.wavemesh.trainer.domain;

import java.util.Optional;

/** The checkpoints of one job. */
public interface Checkpoints {
    /** None are kept. */
    Checkpoints NONE = new Checkpoints() {
        @Override
        public Optional<byte[]> latest() {
            return Optional.empty();
        }

        @Override
        public int latestStep() {
            return 0;
        }

        @Override
        public void save(int step, byte[] content) {}
    };

    /** The one with the most steps. */
    Optional<byte[]> latest();

    /** The steps of the latest one; 0 if there is none. */
    int latestStep();

    /** Keeps one and deletes those before. */
    void save(int step, byte[] content);
}
