package io.wavemesh.benchmarks.program;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Collects what wavemesh's libraries warn of, such as a fallback: figures would mislead without it. Safe for threads. */
final class Warnings extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("io.wavemesh");
    private final SimpleFormatter formatter = new SimpleFormatter();
    private final List<String> messages = new ArrayList<>();

    /** Listens from now on. */
    Warnings() {
        setLevel(Level.WARNING);
        logger.addHandler(this);
    }

    @Override
    public synchronized void publish(LogRecord record) {
        if (isLoggable(record)) {
            messages.add(formatter.formatMessage(record));
        }
    }

    /** The messages since the last call. */
    synchronized List<String> take() {
        List<String> taken = List.copyOf(messages);
        messages.clear();
        return taken;
    }

    @Override
    public void flush() {
        // Nothing is buffered.
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
