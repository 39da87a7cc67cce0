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
        try (Tensors fixed = fixed(job);
                Tensors initial = new Tensors(environment)
                        .floats("latents", start.values(), start.shape())
                        .floats("history", new float[start.values().length], start.shape())) {
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

    /** Uploads and merges the adapter and denoises no step: what switching adapters costs. */
    void mergeOnly(Job job, Latents start) {
        try (Tensors fixed = fixed(job);
                Tensors initial = new Tensors(environment)
                        .floats("latents", start.values(), start.shape())
                        .floats("history", new float[start.values().length], start.shape());
                Slice slice = slice(fixed, initial, 0, 0)) {
            slice.latents();
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

    private Tensors fixed(Job job) {
        Conditioning text = job.conditioning();
        int prompts = text.prompts();
        int width = text.context().length / (prompts * text.tokens());
        Tensors tensors = new Tensors(environment)
                .floats("context", text.context(), prompts, text.tokens(), width)
                .floats("text_embeds", text.pooled(), prompts, text.pooled().length / prompts)
                .floats("time_ids", text.timeIds(), prompts, text.timeIds().length / prompts)
                .floats("guidance", new float[] {job.guidance()}, 1)
                .floats("schedule", job.schedule().flat(), job.schedule().stepCount(), DenoisingStep.COLUMNS);
        adapterInputs.addTo(tensors, job.adapter());
        return tensors;
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
