package io.wavemesh.inference.domain;

import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.AdapterWeight;
import io.wavemesh.contracts.RetryableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The one thread of an engine: takes batches from the queue and ends every job that it takes. */
public final class GenerationWorker implements Runnable {
    private static final Logger LOG = System.getLogger(GenerationWorker.class.getName());

    private final GenerationQueue queue;
    private final AdapterRegistry registry;
    private final PreparedAdapters adapters;
    private final ImageGenerator generator;
    private final ImageDelivery delivery;
    private final GenerationMeters meters;
    private final int maxBatchImages;

    /**
     * A worker for one engine.
     *
     * @param maxBatchImages most images of one run
     */
    public GenerationWorker(
            GenerationQueue queue,
            AdapterRegistry registry,
            PreparedAdapters adapters,
            ImageGenerator generator,
            ImageDelivery delivery,
            GenerationMeters meters,
            int maxBatchImages) {
        this.queue = queue;
        this.registry = registry;
        this.adapters = adapters;
        this.generator = generator;
        this.delivery = delivery;
        this.meters = meters;
        this.maxBatchImages = maxBatchImages;
    }

    /** Works until the queue is closed and empty, or the thread is interrupted. */
    @Override
    public void run() {
        try {
            for (List<GenerationJob> batch = queue.take(); !batch.isEmpty(); batch = queue.take()) {
                work(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(List<GenerationJob> taken) {
        int images = taken.stream().mapToInt(j -> j.settings().count()).sum();
        BatchKey key = taken.get(0).settings().batchKey();
        int runs = (images + maxBatchImages - 1) / maxBatchImages;
        List<GenerationJob> jobs = taken.stream()
                .filter(j -> j.start(runs * key.sampling().steps()))
                .toList();
        if (jobs.isEmpty()) {
            return;
        }
        jobs.forEach(j -> meters.waited(waited(j)));
        long begin = System.nanoTime();
        try {
            draw(key, jobs);
        } catch (AdapterGoneException e) {
            fail(jobs, FailureKind.ADAPTER_NOT_FOUND, e.getMessage());
        } catch (AdapterInvalidException e) {
            LOG.log(Level.WARNING, "adapter can not be used: " + e.getMessage());
            fail(jobs, FailureKind.ADAPTER_INVALID, e.getMessage());
        } catch (RequestUnfitException e) {
            fail(jobs, FailureKind.REQUEST_UNFIT, e.getMessage());
        } catch (MemoryExhaustedException | OutOfMemoryError e) {
            LOG.log(Level.ERROR, "too little memory for images of " + key.size(), e);
            fail(jobs, FailureKind.MEMORY_EXHAUSTED, "too little memory for images of " + key.size());
        } catch (RetryableException e) {
            LOG.log(Level.ERROR, "the object store can not be reached", e);
            fail(jobs, FailureKind.STORE_UNAVAILABLE, "the object store can not be reached");
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "drawing failed jobId=" + jobs.get(0).id(), e);
            fail(jobs, FailureKind.INTERNAL, "drawing failed");
        } finally {
            meters.worked(Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    private void draw(BatchKey key, List<GenerationJob> jobs) {
        long begin = System.nanoTime();
        if (!key.adapters().isEmpty()) {
            enter(jobs, JobTrace.Part.PREPARE_ADAPTERS);
        }
        Prepared prepared = prepare(key.adapters());
        if (!key.adapters().isEmpty()) {
            meters.merged(prepared.cached(), Duration.ofNanos(System.nanoTime() - begin));
        }
        List<ImageTask> tasks =
                jobs.stream().flatMap(j -> j.settings().tasks().stream()).toList();
        Run run = new Run(key, prepared, jobs);
        int step = 0;
        for (int from = 0; from < tasks.size() && run.wanted(); from += maxBatchImages) {
            run.draw(tasks.subList(from, Math.min(from + maxBatchImages, tasks.size())), step);
            step += key.sampling().steps();
        }
        if (run.pngs.size() == tasks.size()) {
            queue.noteRun(
                    jobs.stream().mapToLong(j -> j.settings().work()).sum(),
                    Duration.ofNanos(System.nanoTime() - begin));
            run.deliver();
        }
    }

    private static void enter(List<GenerationJob> jobs, JobTrace.Part part) {
        jobs.forEach(job -> job.trace().enter(part));
    }

    private record Prepared(List<WeightedAdapter> adapters, boolean cached) {}

    private Prepared prepare(List<AdapterWeight> selected) {
        List<WeightedAdapter> weighted = new ArrayList<>();
        boolean cached = true;
        for (AdapterWeight selection : selected) {
            AdapterAnnouncement known = registry.find(selection.adapterId())
                    .orElseThrow(() -> new AdapterGoneException(selection.adapterId()));
            PreparedAdapters.Found found = adapters.find(known);
            if (registry.find(selection.adapterId()).isEmpty()) {
                // Withdrawn while it was fetched: what was just put into the cache must go too.
                adapters.forget(selection.adapterId());
                throw new AdapterGoneException(selection.adapterId());
            }
            meters.lookedUp(found.cached());
            cached &= found.cached();
            weighted.add(new WeightedAdapter(found.adapter(), selection.weight()));
        }
        return new Prepared(weighted, cached);
    }

    /** One batch on the engine, in as few runs as memory allows. */
    private final class Run {
        private final BatchKey key;
        private final Prepared prepared;
        private final List<GenerationJob> jobs;
        private final List<Png> pngs = new ArrayList<>();

        Run(BatchKey key, Prepared prepared, List<GenerationJob> jobs) {
            this.key = key;
            this.prepared = prepared;
            this.jobs = jobs;
        }

        boolean wanted() {
            return jobs.stream().anyMatch(j -> !j.isEnded());
        }

        void draw(List<ImageTask> tasks, int stepsBefore) {
            enter(jobs, JobTrace.Part.ENCODE_PROMPTS);
            try {
                Optional<List<Png>> drawing = generator.draw(
                        key.size(), key.sampling(), tasks, prepared.adapters(), new Progress(stepsBefore));
                drawing.ifPresent(d -> {
                    pngs.addAll(d);
                    meters.drew(tasks.size(), key.sampling().steps());
                });
            } catch (MemoryExhaustedException e) {
                if (tasks.size() == 1) {
                    throw e;
                }
                LOG.log(Level.WARNING, "too little memory for " + tasks.size() + " images at once, halving the run");
                int half = tasks.size() / 2;
                draw(tasks.subList(0, half), stepsBefore);
                draw(tasks.subList(half, tasks.size()), stepsBefore);
            }
        }

        void deliver() {
            enter(jobs, JobTrace.Part.DELIVER);
            int next = 0;
            for (GenerationJob job : jobs) {
                int count = job.settings().count();
                List<Png> own = pngs.subList(next, next + count);
                next += count;
                if (!job.isEnded()) {
                    finish(job, own);
                }
            }
        }

        /** Tells the jobs how far the run is. */
        private final class Progress implements DrawingProgress {
            private final int stepsBefore;

            Progress(int stepsBefore) {
                this.stepsBefore = stepsBefore;
            }

            @Override
            public boolean onStep(int step) {
                jobs.forEach(j -> j.advance(stepsBefore + step));
                enter(jobs, step < key.sampling().steps() ? JobTrace.Part.DENOISE : JobTrace.Part.DECODE);
                return wanted();
            }

            @Override
            public void onDecoded() {
                enter(jobs, JobTrace.Part.ENCODE_PNG);
            }
        }
    }

    /** An adapter that was withdrawn meanwhile shows nobody any more. */
    private void finish(GenerationJob job, List<Png> pngs) {
        List<GeneratedImage> images = delivery.images(job, pngs);
        for (AdapterId adapter : job.settings().adapterIds()) {
            if (registry.find(adapter).isEmpty()) {
                delivery.takeBack(job, images);
                throw new AdapterGoneException(adapter);
            }
        }
        job.finish(images);
    }

    private static Duration waited(GenerationJob job) {
        return job.state() instanceof JobState.Running running
                ? Duration.between(running.since(), running.startedAt())
                : Duration.ZERO;
    }

    private static void fail(List<GenerationJob> jobs, FailureKind kind, String detail) {
        jobs.forEach(j -> j.fail(kind, detail));
    }
}
