package io.wavemesh.testkit.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Feeds seeded inputs to a reader. Each input must be read, or refused by an exception of a stated type with a message
 * of one line, within a time and within an amount of memory allocated on the reading thread. The first one that isn't
 * ends the run with an {@link AssertionError} and is kept in {@code target/fuzz}; so is a line of figures.
 */
public final class FuzzRun {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Path FOLDER = Path.of("target", "fuzz");
    private static final int LONGEST_MESSAGE = 2000;

    private final String name;
    private final long seed;
    private final List<Class<? extends Exception>> refusals = new ArrayList<>();
    private Duration limit = Duration.ofSeconds(10);
    private long mostBytes = 64L << 20;

    /** Makes an input; the random numbers are those of this input alone. */
    public interface Source {
        /** The next input. */
        byte[] next(SplittableRandom random);
    }

    /** What is tested. */
    public interface Reader {
        /** Reads an input to its end. */
        void read(byte[] input) throws Exception;
    }

    private record Ending(Throwable thrown, Duration time, long bytes) {}

    private FuzzRun(String name, long seed) {
        this.name = name;
        this.seed = seed;
    }

    /** A run that isn't started; its name is that of a file. */
    public static FuzzRun of(String name, long seed) {
        return new FuzzRun(name, seed);
    }

    /** Exceptions of this type, or below, are refusals. */
    public FuzzRun refusedBy(Class<? extends Exception> type) {
        refusals.add(type);
        return this;
    }

    /** The longest that one input may take; 10 s unless told. */
    public FuzzRun within(Duration longest) {
        this.limit = longest;
        return this;
    }

    /** The most that one input may allocate; 64 MiB unless told. */
    public FuzzRun allocating(long bytes) {
        this.mostBytes = bytes;
        return this;
    }

    /** Runs so many inputs; fails at the first one that breaks a promise. */
    public FuzzReport run(int count, Source source, Reader reader) {
        ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "fuzz-" + name);
            thread.setDaemon(true);
            return thread;
        });
        try {
            int refused = 0;
            Duration slowest = Duration.ZERO;
            long most = 0;
            for (int i = 0; i < count; i++) {
                byte[] input = source.next(new SplittableRandom(seed + i * 0x9E3779B97F4A7C15L));
                Ending ending = ending(worker, i, input, reader);
                refused += ending.thrown == null ? 0 : 1;
                slowest = slowest.compareTo(ending.time) < 0 ? ending.time : slowest;
                most = Math.max(most, ending.bytes);
            }
            FuzzReport report = new FuzzReport(name, count, count - refused, refused, slowest, most);
            keep(name + ".txt", (report + "\n").getBytes(StandardCharsets.UTF_8));
            return report;
        } finally {
            worker.shutdownNow();
        }
    }

    private Ending ending(ExecutorService worker, int index, byte[] input, Reader reader) {
        Future<Ending> running = worker.submit(() -> measured(input, reader));
        try {
            Ending ending = running.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            check(index, input, ending);
            return ending;
        } catch (TimeoutException e) {
            throw broken(index, input, "still at work after " + limit, null);
        } catch (ExecutionException e) {
            throw broken(index, input, "ended in an error", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(name + ": interrupted", e);
        }
    }

    private static Ending measured(byte[] input, Reader reader) {
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long begin = System.nanoTime();
        Throwable thrown = null;
        try {
            reader.read(input);
        } catch (Exception | Error e) {
            thrown = e;
        }
        Duration time = Duration.ofNanos(System.nanoTime() - begin);
        return new Ending(thrown, time, THREADS.getCurrentThreadAllocatedBytes() - bytes);
    }

    private void check(int index, byte[] input, Ending ending) {
        if (ending.bytes > mostBytes) {
            throw broken(index, input, "allocated " + ending.bytes + " bytes", ending.thrown);
        }
        Throwable thrown = ending.thrown;
        if (thrown == null) {
            return;
        }
        if (refusals.stream().noneMatch(type -> type.isInstance(thrown))) {
            throw broken(index, input, "ended in " + thrown, thrown);
        }
        String message = String.valueOf(thrown.getMessage());
        if (message.isBlank()
                || message.length() > LONGEST_MESSAGE
                || message.chars().anyMatch(c -> c < ' ')) {
            throw broken(
                    index, input, "refused by no clear line of at most " + LONGEST_MESSAGE + " characters", thrown);
        }
    }

    private AssertionError broken(int index, byte[] input, String what, Throwable cause) {
        Path kept = keep(name + "-" + index + ".bin", input);
        return new AssertionError(name + ": input " + index + " " + what + "; it is kept as " + kept, cause);
    }

    private static Path keep(String file, byte[] content) {
        try {
            Files.createDirectories(FOLDER);
            return Files.write(FOLDER.resolve(file), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
