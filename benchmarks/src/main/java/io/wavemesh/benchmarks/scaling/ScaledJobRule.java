package io.wavemesh.benchmarks.scaling;

import java.util.Locale;

/**
 * When KEDA makes further Jobs (its 2.x releases, {@code pkg/scaling/executor/scale_jobs.go} and {@code scaledjob/metrics.go}).
 *
 * @param min Jobs that always run
 * @param max most that run
 * @param pollingSeconds between two looks
 * @param strategy what is subtracted from the backlog
 * @param target what of the backlog one Job is good for
 */
record ScaledJobRule(int min, int max, double pollingSeconds, Strategy strategy, double target) {
    /** KEDA's scaling strategies. */
    enum Strategy {
        /** The backlog counts running work: all Jobs that run are subtracted. */
        DEFAULT,
        /** The backlog counts waiting work only: Jobs whose pods have not started are subtracted. */
        ACCURATE,
        /** As many as there may be while there is a backlog. */
        EAGER;

        static Strategy of(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * Jobs to make.
     *
     * @param backlog what the trigger tells
     * @param running Jobs that have not ended, pending ones included
     * @param pending of those, the ones without a running pod
     */
    int jobsToMake(double backlog, int running, int pending) {
        if (running < min) {
            return min - running;
        }
        if (backlog <= 0) {
            return 0;
        }
        int beyond = running - min;
        int wanted = (int) Math.ceil(Math.min(backlog / target, max));
        int room =
                switch (strategy) {
                    case DEFAULT -> wanted - beyond;
                    case ACCURATE -> wanted + beyond - pending > max ? max - beyond : wanted - pending;
                    case EAGER -> Math.min(max - beyond - pending, wanted);
                };
        int asked = strategy == Strategy.EAGER ? max : (int) Math.ceil(backlog);
        return Math.max(0, Math.min(asked, room));
    }

    ScaledJobRule withMax(int other) {
        return new ScaledJobRule(min, other, pollingSeconds, strategy, target);
    }

    ScaledJobRule withMin(int other) {
        return new ScaledJobRule(other, max, pollingSeconds, strategy, target);
    }

    ScaledJobRule withPolling(double seconds) {
        return new ScaledJobRule(min, max, seconds, strategy, target);
    }

    ScaledJobRule withStrategy(Strategy other) {
        return new ScaledJobRule(min, max, pollingSeconds, other, target);
    }
}
