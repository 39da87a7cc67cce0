package io.wavemesh.messaging;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * A client of the brokers that is opened later if it can't be at once: whoever needs it tries again, one at a time and
 * with growing pauses, and in between everybody is refused without waiting. Safe for many threads.
 */
final class LateClient<C> {
    private final Supplier<C> opening;
    private final Retries retries;
    private final LongSupplier nanos;
    private final Lock lock = new ReentrantLock();
    private long nextTry;
    private boolean closed;
    /** Null only after a failure. */
    private volatile C client;

    /**
     * Opens the client, or waits for its first use if the brokers are away.
     *
     * @param what it is, for the log
     * @param opening throws {@link BrokerUnavailableException} if it may succeed later; whatever else it throws is thrown here
     */
    LateClient(Logger log, String what, Supplier<C> opening) {
        this(log, what, opening, System::nanoTime);
    }

    LateClient(Logger log, String what, Supplier<C> opening, LongSupplier nanos) {
        this.opening = opening;
        this.retries = new Retries(log, what, nanos);
        this.nanos = nanos;
        try {
            open();
        } catch (BrokerUnavailableException e) {
            // Told to the log, and to whoever needs the client too early.
        }
    }

    /** The client; throws {@link BrokerUnavailableException} while there is none. */
    C get() {
        C opened = client;
        return opened == null ? late() : opened;
    }

    /** Opens another client in place of one that is of no use any more, unless somebody else has. */
    void replace(C useless, Consumer<C> closing) {
        lock.lock();
        try {
            if (client != useless || closed) {
                return;
            }
            open();
        } catch (BrokerUnavailableException e) {
            client = null;
        } finally {
            lock.unlock();
        }
        closing.accept(useless);
    }

    /** Closes the client if there is one; none is opened afterwards. */
    void close(Consumer<C> closing) {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        C opened = client;
        if (opened != null) {
            closing.accept(opened);
        }
    }

    private C late() {
        if (!lock.tryLock()) {
            throw refusal();
        }
        try {
            if (client == null) {
                if (closed || nanos.getAsLong() - nextTry < 0) {
                    throw refusal();
                }
                open();
            }
            return client;
        } finally {
            lock.unlock();
        }
    }

    private void open() {
        try {
            client = opening.get();
            retries.succeeded();
        } catch (BrokerUnavailableException e) {
            nextTry = nanos.getAsLong() + retries.failed(e).toNanos();
            throw e;
        }
    }

    private BrokerUnavailableException refusal() {
        return new BrokerUnavailableException(retries.fault().orElse("the brokers are away"));
    }
}
