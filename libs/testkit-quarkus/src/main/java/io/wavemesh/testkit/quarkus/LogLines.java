package io.wavemesh.testkit.quarkus;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/** What this JVM logs from now on, causes too. */
public final class LogLines extends Handler implements AutoCloseable {
    private final Formatter formatter = new PatternFormatter("%s%n%e");
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private LogLines() {}

    /** Begins to listen; ends when closed. */
    public static LogLines begin() {
        LogLines begun = new LogLines();
        Logger.getLogger("").addHandler(begun);
        return begun;
    }

    /** Whether there is a line with all of these. */
    public boolean contain(String... parts) {
        return lines.stream().anyMatch(line -> List.of(parts).stream().allMatch(line::contains));
    }

    @Override
    public void publish(LogRecord record) {
        lines.add(formatter.format(record));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
    }
}
