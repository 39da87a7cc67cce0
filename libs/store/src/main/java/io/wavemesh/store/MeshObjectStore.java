package io.wavemesh.store;

import io.wavemesh.contracts.store.ObjectConflictException;
import io.wavemesh.contracts.store.ObjectCorruptException;
import io.wavemesh.contracts.store.ObjectMissingException;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.contracts.store.ObjectTooLargeException;
import io.wavemesh.contracts.store.StoreUnavailableException;
import io.wavemesh.store.StoreMeters.Outcome;
import io.wavemesh.store.encryption.SubjectKeys;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** The store of a service: measured, and closed with it. */
public final class MeshObjectStore extends InterceptedObjectStore implements AutoCloseable {
    private final StoreMeters meters;
    private final Optional<SubjectKeys> keys;
    private final Runnable close;

    MeshObjectStore(ObjectStore inner, StoreMeters meters, Optional<SubjectKeys> keys, Runnable close) {
        super(inner);
        this.meters = meters;
        this.keys = keys;
        this.close = close;
    }

    @Override
    <T> T around(StoreOperation operation, Supplier<T> call) {
        long begin = System.nanoTime();
        Outcome outcome = Outcome.ERROR;
        try {
            T answer = call.get();
            outcome = Outcome.OK;
            return answer;
        } catch (RuntimeException e) {
            outcome = outcome(e);
            throw e;
        } finally {
            meters.called(operation, outcome, Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    private static Outcome outcome(RuntimeException e) {
        if (e instanceof StoreUnavailableException) {
            return Outcome.UNAVAILABLE;
        }
        if (e instanceof ObjectCorruptException) {
            return Outcome.CORRUPT;
        }
        if (e instanceof ObjectMissingException) {
            return Outcome.MISSING;
        }
        if (e instanceof ObjectConflictException) {
            return Outcome.CONFLICT;
        }
        return e instanceof ObjectTooLargeException ? Outcome.TOO_LARGE : Outcome.ERROR;
    }

    /**
     * Wraps every subject's key by the current master key; afterwards the others are not needed. Returns how many it wrapped:
     * 0 without encryption. May take long and be repeated.
     */
    public int rotateKeys() {
        return keys.map(SubjectKeys::rotate).orElse(0);
    }

    /** Closes the connections. */
    @Override
    public void close() {
        close.run();
    }
}
