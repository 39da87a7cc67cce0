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
        public void save(int step, byte[] content) {}
    };

    /** The one with the most steps. */
    Optional<byte[]> latest();

    /** Keeps one and deletes those before. */
    void save(int step, byte[] content);
}
