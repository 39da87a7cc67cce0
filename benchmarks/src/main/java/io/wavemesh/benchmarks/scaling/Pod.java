package io.wavemesh.benchmarks.scaling;

/** A pod from its creation to its end: waits for a GPU, starts, loads, works, leaves. */
abstract class Pod {
    /** Who goes first where GPUs are few. */
    enum Priority {
        SERVING,
        TRAINING
    }

    /** Where it is in its life. */
    enum Phase {
        PENDING,
        STARTING,
        LOADING,
        READY,
        LEAVING,
        GONE
    }

    private final Timeline timeline;
    private final GpuPool pool;
    private final Priority priority;
    private Phase phase = Phase.PENDING;
    private double readySeconds = Double.POSITIVE_INFINITY;

    Pod(Timeline timeline, GpuPool pool, Priority priority) {
        this.timeline = timeline;
        this.pool = pool;
        this.priority = priority;
    }

    /** Seconds from the container's start until the pod can work. */
    abstract double loadSeconds();

    /** It can work now. */
    abstract void ready();

    /** It must go for a pod of a higher priority: as soon as it can, it calls {@link #leave}. */
    abstract void evicted();

    final Priority priority() {
        return priority;
    }

    final Phase phase() {
        return phase;
    }

    /** When it became ready. */
    final double readySeconds() {
        return readySeconds;
    }

    final Timeline timeline() {
        return timeline;
    }

    /** Asks for a GPU. */
    final void request() {
        pool.request(this);
    }

    /** It has a GPU; its container runs after this time. */
    final void bind(double startSeconds) {
        phase = Phase.STARTING;
        timeline.after(startSeconds, () -> {
            if (phase == Phase.STARTING) {
                phase = Phase.LOADING;
                timeline.after(loadSeconds(), this::loaded);
            }
        });
    }

    private void loaded() {
        if (phase == Phase.LOADING) {
            phase = Phase.READY;
            readySeconds = timeline.now();
            ready();
        }
    }

    /** It takes no more work. */
    final void retire() {
        phase = Phase.LEAVING;
    }

    /** It ends, and its GPU is free. */
    final void leave() {
        boolean bound = phase != Phase.PENDING;
        phase = Phase.GONE;
        if (bound) {
            pool.release(this);
        } else {
            pool.withdraw(this);
        }
    }
}
