package io.wavemesh.training;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * The thread that an engine computes on. On a GPU it is one of its own that stays: cuDNN's plans and the libraries' handles
 * and workspaces belong to threads, and another thread would make and allocate them anew.
 */
final class EngineThread implements AutoCloseable {

    private final ExecutorService own;

    private EngineThread(ExecutorService own) {
        this.own = own;
    }

    static EngineThread of(TrainingEngineOptions options) {
        if (options.onCpu()) {
            return new EngineThread(null);
        }
        return new EngineThread(Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "training-" + options.device());
            thread.setDaemon(true);
            return thread;
        }));
    }

    /** Does the work and gives its result; waits for it even if the caller is interrupted. */
    <T> T run(Supplier<T> work) {
        return own == null ? work.get() : result(own.submit(work::get));
    }

    private static <T> T result(Future<T> future) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        if (own != null) {
            own.shutdown();
        }
    }
}
