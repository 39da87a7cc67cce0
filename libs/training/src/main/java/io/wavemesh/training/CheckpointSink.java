package io.wavemesh.training;

/** Takes checkpoints of a running training, on the training thread. */
public interface CheckpointSink {

    /** Takes none. */
    CheckpointSink NONE = every(Integer.MAX_VALUE, checkpoint -> {});

    /** Steps between two checkpoints, at least 1. */
    int interval();

    /** Keeps a checkpoint. */
    void save(Checkpoint checkpoint);

    /** Something that keeps one. */
    interface Keeper {
        /** Keeps a checkpoint. */
        void save(Checkpoint checkpoint);
    }

    /** A sink of the given interval. */
    static CheckpointSink every(int interval, Keeper keeper) {
        return new CheckpointSink() {
            @Override
            public int interval() {
                return interval;
            }

            @Override
            public void save(Checkpoint checkpoint) {
                keeper.save(checkpoint);
            }
        };
    }
}
