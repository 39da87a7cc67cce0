package io.wavemesh.benchmarks.scaling;

/**
 * How trainers are scaled.
 *
 * @param kind as Jobs or as a Deployment
 * @param job where they are Jobs
 * @param object where they are a Deployment
 * @param target jobs that a pod of a Deployment is good for
 * @param jobLimit jobs of a pod until it ends (only Jobs); 0 for any number
 * @param idleSeconds without a job until a pod ends (only Jobs); 0 waits for ever
 */
record TrainingRule(
        Kind kind, ScaledJobRule job, ScaledObjectRule object, double target, int jobLimit, double idleSeconds) {
    /** What KEDA scales. */
    enum Kind {
        SCALED_JOB,
        DEPLOYMENT
    }

    TrainingRule withKind(Kind other) {
        return new TrainingRule(other, job, object, target, jobLimit, idleSeconds);
    }

    TrainingRule withJob(ScaledJobRule other) {
        return new TrainingRule(kind, other, object, target, jobLimit, idleSeconds);
    }

    TrainingRule withObject(ScaledObjectRule other) {
        return new TrainingRule(kind, job, other, target, jobLimit, idleSeconds);
    }

    TrainingRule withJobLimit(int other) {
        return new TrainingRule(kind, job, object, target, other, idleSeconds);
    }

    TrainingRule withIdle(double seconds) {
        return new TrainingRule(kind, job, object, target, jobLimit, seconds);
    }

    /** Most pods, in both forms. */
    TrainingRule withMax(int other) {
        return withJob(job.withMax(other)).withObject(object.withMax(other));
    }
}
