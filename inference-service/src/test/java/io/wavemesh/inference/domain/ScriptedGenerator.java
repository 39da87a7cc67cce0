package io.wavemesh.inference.domain;

import io.wavemesh.contracts.BaseModelId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Draws texts in place of pictures, by rules that a test sets. */
public final class ScriptedGenerator implements ImageGenerator {
    /** One call of {@link #draw}. */
    public record Run(PictureSize size, Sampling sampling, List<ImageTask> tasks, List<WeightedAdapter> adapters) {}

    private record Values(long byteCount) implements PreparedAdapter {}

    private final List<Run> runs = new CopyOnWriteArrayList<>();
    private volatile Consumer<Run> before = run -> {};
    private volatile Consumer<Integer> atStep = step -> {};

    /** Called before each run; may throw. */
    public ScriptedGenerator before(Consumer<Run> action) {
        before = action;
        return this;
    }

    /** Called at each step; may throw. */
    public ScriptedGenerator atStep(Consumer<Integer> action) {
        atStep = action;
        return this;
    }

    /** All runs so far. */
    public List<Run> runs() {
        return runs;
    }

    /** What a task is drawn as. */
    public static Png picture(long seed) {
        return new Png(("image of " + seed).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public ModelProfile profile() {
        return new ModelProfile(
                new BaseModelId("nano"),
                Announcements.MODEL_HASH,
                new PictureSize(64, 64),
                8,
                new Sampling("euler", "leading", 4, 5),
                List.of("euler", "ddim"),
                List.of("leading", "trailing", "linspace"));
    }

    @Override
    public PreparedAdapter prepare(Path adapterFolder) {
        return new Values(10);
    }

    @Override
    public Optional<List<Png>> draw(
            PictureSize size,
            Sampling sampling,
            List<ImageTask> tasks,
            List<WeightedAdapter> adapters,
            DrawingProgress progress) {
        Run run = new Run(size, sampling, List.copyOf(tasks), adapters);
        before.accept(run);
        runs.add(run);
        for (int step = 0; step <= sampling.steps(); step++) {
            atStep.accept(step);
            if (!progress.onStep(step)) {
                return Optional.empty();
            }
        }
        progress.onDecoded();
        return Optional.of(tasks.stream().map(t -> picture(t.seed())).toList());
    }

    @Override
    public void close() {}
}
