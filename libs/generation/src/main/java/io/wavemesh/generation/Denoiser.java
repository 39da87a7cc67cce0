package io.wavemesh.generation;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.wavemesh.sdxl.onnx.OnnxGraph;
import io.wavemesh.sdxl.scheduler.DenoisingStep;
import io.wavemesh.sdxl.scheduler.ScheduleTable;

/** Runs the denoising graph in slices of steps. The session is made once; adapters come as inputs. */
final class Denoiser implements AutoCloseable {
    private final OrtEnvironment environment;
    private final NetworkSession session;
    private final AdapterTensors adapterInputs;

    Denoiser(SessionFactory sessions, OnnxGraph graph) {
        this.environment = sessions.environment();
        this.session = sessions.open("UNet", graph);
        this.adapterInputs = new AdapterTensors(graph.groups());
    }

    /** Everything but latents, history and the range of steps. */
    record Job(Conditioning conditioning, ScheduleTable schedule, float guidance, AdapterValues adapter) {
        Job with(AdapterValues other) {
            return new Job(conditioning, schedule, guidance, other);
        }
    }

    /**
     * Denoises.
     *
     * @param start noise times the schedule's initial sigma
     * @param sliceSteps steps between two calls of the listener
     * @throws GenerationCancelledException if the listener asks for it
     */
    Latents denoise(Job job, Latents start, int sliceSteps, GenerationListener listener) {
        int total = job.schedule().stepCount();
        try (Tensors fixed = conditions(job);
                Tensors initial = initial(start)) {
            adapterInputs.addTo(fixed, job.adapter());
            Slice slice = null;
            try {
                int done = 0;
                listener.progress(done, total);
                while (done < total) {
                    if (listener.cancelled()) {
                        throw new GenerationCancelledException(done);
                    }
                    int steps = Math.min(sliceSteps, total - done);
                    Slice next = slice(fixed, slice == null ? initial : slice.carried(), done, steps);
                    if (slice != null) {
                        slice.close();
                    }
                    slice = next;
                    done += steps;
                    listener.progress(done, total);
                    listener.preview(done, () -> start.with(next.latents()));
                }
                return start.with(slice.latents());
            } finally {
                if (slice != null) {
                    slice.close();
                }
            }
        }
    }

    /** Runs of no step with one adapter after the other; closed by the caller. */
    Switching switching(Job job, Latents start) {
        return new Switching(conditions(job), initial(start));
    }

    /** What stays while adapters change. */
    final class Switching implements AutoCloseable {
        private final Tensors conditions;
        private final Tensors initial;

        private Switching(Tensors conditions, Tensors initial) {
            this.conditions = conditions;
            this.initial = initial;
        }

        /** Uploads and merges the adapter and denoises no step. */
        void to(AdapterValues adapter) {
            try (Tensors inputs = new Tensors(environment)) {
                conditions.byName().forEach(inputs::borrowed);
                adapterInputs.addTo(inputs, adapter);
                slice(inputs, initial, 0, 0).close();
            }
        }

        @Override
        public void close() {
            conditions.close();
            initial.close();
        }
    }

    private Slice slice(Tensors fixed, Tensors carried, int from, int steps) {
        try (Tensors all = new Tensors(environment)) {
            fixed.byName().forEach(all::borrowed);
            carried.byName().forEach(all::borrowed);
            all.scalar("start", from).scalar("steps", steps);
            return new Slice(environment, session.run(all));
        }
    }

    private Tensors initial(Latents start) {
        return new Tensors(environment)
                .floats("latents", start.values(), start.shape())
                .floats("history", new float[start.values().length], start.shape());
    }

    /** All inputs that the adapter, the latents and the range of steps leave alone. */
    private Tensors conditions(Job job) {
        Conditioning text = job.conditioning();
        int prompts = text.prompts();
        int width = text.context().length / (prompts * text.tokens());
        return new Tensors(environment)
                .floats("context", text.context(), prompts, text.tokens(), width)
                .floats("text_embeds", text.pooled(), prompts, text.pooled().length / prompts)
                .floats("time_ids", text.timeIds(), prompts, text.timeIds().length / prompts)
                .floats("guidance", new float[] {job.guidance()}, 1)
                .floats("schedule", job.schedule().flat(), job.schedule().stepCount(), DenoisingStep.COLUMNS);
    }

    @Override
    public void close() {
        session.close();
    }

    /** The outcome of some steps, which the next ones start from. */
    private static final class Slice implements AutoCloseable {
        private final OrtSession.Result result;
        private final Tensors carried;

        Slice(OrtEnvironment environment, OrtSession.Result result) {
            this.result = result;
            this.carried = new Tensors(environment)
                    .borrowed("latents", NetworkSession.tensor(result, "latents_out"))
                    .borrowed("history", NetworkSession.tensor(result, "history_out"));
        }

        Tensors carried() {
            return carried;
        }

        float[] latents() {
            return NetworkSession.floats(result, "latents_out");
        }

        @Override
        public void close() {
            carried.close();
            result.close();
        }
    }
}
