package io.wavemesh.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.sdxl.model.ModelFolder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many adapters through one session of the bundled model. */
class AdapterSwitchingTest {
    private static final int ROUNDS = 8;

    private static ModelFolder folder;
    private static GenerationEngine engine;
    private static AdapterValues haar;
    private static AdapterValues symlet;
    private static AdapterValues lora;

    @BeforeAll
    static void open() {
        folder = ModelFolder.open(NanoAdapters.MODEL);
        engine = newEngine(5);
        haar = engine.prepare(NanoAdapters.waveFt(engine.targets(), 232, "db1", 1));
        symlet = engine.prepare(NanoAdapters.waveFt(engine.targets(), 61, "sym4", 2));
        lora = engine.prepare(NanoAdapters.lora(engine.targets(), 4, 3));
    }

    @AfterAll
    static void close() {
        engine.close();
        folder.close();
    }

    @Test
    void drawsTheSameBitsAsASessionThatOnlyEverSawTheAdapter() {
        List<Generated> alternating = new ArrayList<>();
        for (AdapterValues adapter : List.of(haar, symlet, lora, haar)) {
            alternating.add(draw(engine, List.of(WeightedAdapter.of(adapter))));
        }
        Generated alone;
        try (GenerationEngine fresh = newEngine(5)) {
            AdapterValues prepared = fresh.prepare(NanoAdapters.waveFt(fresh.targets(), 232, "db1", 1));
            alone = draw(fresh, List.of(WeightedAdapter.of(prepared)));
        }

        assertThat(alternating.get(3).png(0)).isEqualTo(alone.png(0));
        assertThat(alternating.get(3).latents().values())
                .isEqualTo(alone.latents().values());
        assertThat(alternating.get(0).png(0)).isEqualTo(alone.png(0));
        assertThat(alternating.get(1).png(0)).isNotEqualTo(alone.png(0));
        assertThat(alternating.get(2).png(0)).isNotEqualTo(alone.png(0));
    }

    @Test
    void drawsTheSameBitsWhateverTheSlices() {
        List<WeightedAdapter> adapters = List.of(WeightedAdapter.of(haar));
        Generated inFives = draw(engine, adapters);

        for (int sliceSteps : new int[] {1, 4}) {
            try (GenerationEngine sliced = newEngine(sliceSteps)) {
                assertThat(draw(sliced, adapters).latents().values())
                        .as("slices of %d steps", sliceSteps)
                        .isEqualTo(inFives.latents().values());
            }
        }
    }

    @Test
    void drawsTheBaseModelWhenTheWeightIsZero() {
        Generated base = draw(engine, List.of());

        Generated weightless = draw(engine, List.of(new WeightedAdapter(haar, 0)));

        assertThat(weightless.latents().values()).isEqualTo(base.latents().values());
    }

    @Test
    void switchesAdaptersInAFractionOfAStep() {
        SwitchCost cost = SwitchCost.measure(engine, List.of(haar, symlet), ROUNDS);

        assertThat(cost.ratio()).as("merge over step, %s", cost).isLessThanOrEqualTo(0.25);
    }

    private static GenerationEngine newEngine(int sliceSteps) {
        return GenerationEngine.open(
                folder, EngineOptions.defaults().withThreads(2).withSliceSteps(sliceSteps));
    }

    private static Generated draw(GenerationEngine engine, List<WeightedAdapter> adapters) {
        Sampling sampling = engine.defaults().sampling().withSteps(6);
        GenerationSpec spec = GenerationSpec.of(
                        "a 3d render of a red apple",
                        sampling,
                        engine.defaults().size())
                .withSeed(5)
                .withAdapters(adapters);
        return engine.generate(spec, GenerationListener.NONE);
    }
}
