package io.wavemesh.store;

import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.contracts.store.StoreRefusedException;
import io.wavemesh.contracts.store.StoreUnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Makes calls again while the store can't be reached, by a policy. Objects are written once, so a call that was made but
 * not answered does no harm when it is repeated. What the store refuses, and probes, are not repeated. An interrupted
 * thread waits no longer.
 */
final class RetryingObjectStore extends InterceptedObjectStore {
    private static final Logger LOG = System.getLogger(RetryingObjectStore.class.getName());

    private final RetryPolicy policy;
    private final DoubleSupplier chance;
    private final Time time;
    private final StoreMeters meters;

    /** What passes between attempts. */
    interface Time {
        /** Of the platform. */
        Time SYSTEM = new Time() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void pause(Duration pause) throws InterruptedException {
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            }
        };

        /** Nanoseconds since whenever. */
        long nanos();

        /** Waits. */
        void pause(Duration pause) throws InterruptedException;
    }

    RetryingObjectStore(ObjectStore inner, RetryPolicy policy, DoubleSupplier chance, Time time, StoreMeters meters) {
        super(inner);
        this.policy = policy;
        this.chance = chance;
        this.time = time;
        this.meters = meters;
    }

    @Override
    <T> T around(StoreOperation operation, Supplier<T> call) {
        long begin = time.nanos();
        for (int attempt = 1; ; attempt++) {
            try {
                return call.get();
            } catch (StoreRefusedException e) {
                throw e;
            } catch (StoreUnavailableException e) {
                if (operation == StoreOperation.PROBE || attempt == policy.attempts()) {
                    throw e;
                }
                Duration pause = policy.pauseAfter(attempt, chance.getAsDouble());
                Duration passed = Duration.ofNanos(time.nanos() - begin);
                if (passed.plus(pause).compareTo(policy.limit()) > 0 || !pause(pause)) {
                    throw e;
                }
                meters.retried(operation);
                LOG.log(Level.WARNING, "tried again, attempt={0}, cause={1}", attempt + 1, e.getMessage());
            }
        }
    }

    private boolean pause(Duration pause) {
        try {
            time.pause(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
