package io.wavemesh.training;

import java.time.Duration;

/** Takes checkpoints of a running training, on the training thread. */
public interface CheckpointSink {

    /** Takes none. */
    CheckpointSink NONE = every(Integer.MAX_VALUE, checkpoint -> {});

    /** Whether one is to be taken now; asked once after each step that was begun. */
    boolean due(int step);

    /** Keeps a checkpoint. */
    void save(Checkpoint checkpoint);

    /** Something that keeps one. */
    interface Keeper {
        /** Keeps a checkpoint. */
        void save(Checkpoint checkpoint);
    }

    /** One every so many steps, at least 1. */
    static CheckpointSink every(int steps, Keeper keeper) {
        return new CheckpointSink() {
            @Override
            public boolean due(int step) {
                return step % steps == 0;
            }

            @Override
            public void save(Checkpoint checkpoint) {
                keeper.save(checkpoint);
            }
        };
    }

    /** One after so much time of work, counted from the first step and then from the end of keeping one. For one training. */
    static CheckpointSink every(Duration work, Keeper keeper) {
        return new CheckpointSink() {
            private long since = System.nanoTime();
            private boolean begun;

            @Override
            public boolean due(int step) {
                if (!begun) {
                    begun = true;
                    since = System.nanoTime();
                }
                return System.nanoTime() - since >= work.toNanos();
            }

            @Override
            public void save(Checkpoint checkpoint) {
                keeper.save(checkpoint);
                since = System.nanoTime();
            }
        };
    }
}
