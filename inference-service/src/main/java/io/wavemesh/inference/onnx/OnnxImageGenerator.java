package io.wavemesh.inference.onnx;

import io.wavemesh.contracts.BaseModelId;
import io.wavemesh.generation.AdapterValues;
import io.wavemesh.generation.DeviceMemoryException;
import io.wavemesh.generation.Generated;
import io.wavemesh.generation.GenerationCancelledException;
import io.wavemesh.generation.GenerationDefaults;
import io.wavemesh.generation.GenerationEngine;
import io.wavemesh.generation.GenerationListener;
import io.wavemesh.generation.GenerationSpec;
import io.wavemesh.inference.domain.AdapterInvalidException;
import io.wavemesh.inference.domain.DrawingProgress;
import io.wavemesh.inference.domain.ImageGenerator;
import io.wavemesh.inference.domain.ImageTask;
import io.wavemesh.inference.domain.MemoryExhaustedException;
import io.wavemesh.inference.domain.ModelProfile;
import io.wavemesh.inference.domain.PictureSize;
import io.wavemesh.inference.domain.Png;
import io.wavemesh.inference.domain.PreparedAdapter;
import io.wavemesh.inference.domain.RequestUnfitException;
import io.wavemesh.inference.domain.Sampling;
import io.wavemesh.inference.domain.WeightedAdapter;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.scheduler.SchedulerKind;
import io.wavemesh.sdxl.scheduler.TimestepSpacing;
import io.wavemesh.waveft.adapter.AdapterFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Draws with ONNX Runtime. The sessions are made once; adapters are inputs of the runs. */
public final class OnnxImageGenerator implements ImageGenerator {
    private record Values(AdapterValues values) implements PreparedAdapter {
        @Override
        public long byteCount() {
            return values.byteCount();
        }
    }

    private final ModelFolder folder;
    private final GenerationEngine engine;
    private final ModelProfile profile;

    /** Takes over folder and engine, and loads the networks. */
    public OnnxImageGenerator(ModelFolder folder, GenerationEngine engine, BaseModelId id) {
        this.folder = folder;
        this.engine = engine;
        engine.load();
        this.profile = profile(folder, engine, id);
    }

    private static ModelProfile profile(ModelFolder folder, GenerationEngine engine, BaseModelId id) {
        GenerationDefaults defaults = engine.defaults();
        io.wavemesh.generation.Sampling usual = defaults.sampling();
        return new ModelProfile(
                id,
                folder.contentHash(),
                new PictureSize(defaults.size().widthPixels(), defaults.size().heightPixels()),
                engine.sizeMultiplePixels(),
                new Sampling(
                        usual.scheduler().key(),
                        usual.spacing()
                                .orElseGet(() -> folder.scheduler().spacing())
                                .key(),
                        usual.steps(),
                        usual.guidanceScale()),
                Arrays.stream(SchedulerKind.values()).map(SchedulerKind::key).toList(),
                Arrays.stream(TimestepSpacing.values())
                        .map(TimestepSpacing::key)
                        .toList());
    }

    @Override
    public ModelProfile profile() {
        return profile;
    }

    @Override
    public PreparedAdapter prepare(Path adapterFolder) {
        try {
            return new Values(engine.prepare(AdapterFolder.read(adapterFolder)));
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage()).replace(adapterFolder + "/", "");
            throw new AdapterInvalidException(message, e);
        }
    }

    @Override
    public Optional<List<Png>> draw(
            PictureSize size,
            Sampling sampling,
            List<ImageTask> tasks,
            List<WeightedAdapter> adapters,
            DrawingProgress progress) {
        try {
            List<GenerationSpec> specs = specs(size, sampling, tasks, adapters);
            Generated generated = engine.generate(specs, new Follower(progress));
            progress.onDecoded();
            return Optional.of(pngs(generated, tasks.size()));
        } catch (GenerationCancelledException e) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new RequestUnfitException(e.getMessage(), e);
        } catch (DeviceMemoryException | OutOfMemoryError e) {
            throw new MemoryExhaustedException("too little memory for " + tasks.size() + " images of " + size, e);
        }
    }

    private static List<GenerationSpec> specs(
            PictureSize size, Sampling sampling, List<ImageTask> tasks, List<WeightedAdapter> adapters) {
        io.wavemesh.generation.Sampling how = new io.wavemesh.generation.Sampling(
                SchedulerKind.parse(sampling.scheduler()),
                Optional.of(TimestepSpacing.parse(sampling.timestepSpacing())),
                sampling.steps(),
                sampling.guidanceScale());
        io.wavemesh.generation.PictureSize pixels = new io.wavemesh.generation.PictureSize(size.width(), size.height());
        List<io.wavemesh.generation.WeightedAdapter> mix =
                adapters.stream().map(OnnxImageGenerator::weighted).toList();
        return tasks.stream()
                .map(t -> new GenerationSpec(
                        t.prompt(), t.negativePrompt(), t.seed(), 1, how, pixels, mix, Optional.empty()))
                .toList();
    }

    private static List<Png> pngs(Generated generated, int count) {
        List<Png> pngs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            pngs.add(new Png(generated.png(i)));
        }
        return pngs;
    }

    private static io.wavemesh.generation.WeightedAdapter weighted(WeightedAdapter adapter) {
        return new io.wavemesh.generation.WeightedAdapter(
                ((Values) adapter.adapter()).values(), (float) adapter.weight());
    }

    /** Never closes while a run goes on: the engine waits for it. */
    @Override
    public void close() {
        engine.close();
        folder.close();
    }

    private static final class Follower implements GenerationListener {
        private final DrawingProgress progress;
        private boolean goOn = true;

        Follower(DrawingProgress progress) {
            this.progress = progress;
        }

        @Override
        public void progress(int stepsDone, int stepsTotal) {
            goOn = progress.onStep(stepsDone);
        }

        @Override
        public boolean cancelled() {
            return !goOn;
        }
    }
}
