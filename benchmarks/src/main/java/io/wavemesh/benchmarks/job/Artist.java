package io.wavemesh.benchmarks.job;

import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.BaseModelId;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.generation.EngineOptions;
import io.wavemesh.generation.GenerationEngine;
import io.wavemesh.inference.domain.ImageTask;
import io.wavemesh.inference.domain.Png;
import io.wavemesh.inference.domain.Sampling;
import io.wavemesh.inference.domain.WeightedAdapter;
import io.wavemesh.inference.onnx.OnnxImageGenerator;
import io.wavemesh.inference.storage.ObjectAdapterStore;
import io.wavemesh.inference.storage.ObjectPictureStore;
import io.wavemesh.sdxl.model.ModelFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The inference service's generator and stores. Closing it closes engine and model folder. */
final class Artist implements AutoCloseable {
    private static final long MAX_WEIGHTS_BYTES = 1L << 30;

    private final OnnxImageGenerator generator;
    private final ObjectAdapterStore adapters;
    private final ObjectPictureStore images;
    private List<WeightedAdapter> used = List.of();
    private List<AdapterId> shown = List.of();
    private String token = "";
    private int drawn;

    Artist(ModelFolder folder, EngineOptions options, ObjectStore store) {
        generator = new OnnxImageGenerator(folder, GenerationEngine.open(folder, options), new BaseModelId("base"));
        adapters = new ObjectAdapterStore(store, MAX_WEIGHTS_BYTES);
        images = new ObjectPictureStore(store);
    }

    /** Draws one step, as the service does before it is ready. */
    void warmUp() {
        image("", 0, 1);
    }

    /** Fetches an adapter's files, checked by their SHA-256. */
    void fetch(AdapterAnnouncement adapter, Path folder) {
        try {
            adapters.fetch(adapter, Files.createDirectories(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        token = adapter.instanceToken();
        shown = List.of(adapter.adapterId());
    }

    /** Draws with this adapter from now on. */
    void prepare(Path folder) {
        used = List.of(new WeightedAdapter(generator.prepare(folder), 1));
    }

    /** Draws and stores an image of the subject; its id. */
    String draw(String classNoun, int seed, int steps) {
        return images.put(Optional.empty(), image("a " + token + " " + classNoun + " on a beach", seed, steps), shown);
    }

    private Png image(String prompt, int seed, int steps) {
        drawn++;
        Sampling usual = generator.profile().sampling();
        Sampling sampling = new Sampling(usual.scheduler(), usual.timestepSpacing(), steps, usual.guidanceScale());
        return generator
                .draw(
                        generator.profile().size(),
                        sampling,
                        List.of(new ImageTask(prompt, Optional.empty(), seed)),
                        used,
                        step -> true)
                .orElseThrow()
                .get(0);
    }

    /** Images so far. */
    int drawn() {
        return drawn;
    }

    @Override
    public void close() {
        generator.close();
    }
}
