package io.wavemesh.benchmarks.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wavemesh.sdxl.model.Component;
import io.wavemesh.waveft.safetensors.SafetensorsFile;
import io.wavemesh.waveft.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RandomWeightsTest {
    @TempDir
    private Path folder;

    private static Map<String, List<Long>> shapes() {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        shapes.put("conv.weight", List.of(129L, 96L, 3L, 3L));
        shapes.put("conv.bias", List.of(129L));
        shapes.put("long.weight", List.of(1501L, 1009L));
        shapes.put("norm.weight", List.of(7L));
        shapes.put("token_embedding.weight", List.of(500L, 33L));
        return shapes;
    }

    private Path write(long seed, String name) throws IOException {
        Path file = folder.resolve(name);
        assertThat(new RandomFile(new RandomWeights(seed), shapes()).write(file))
                .isEqualTo(Files.size(file));
        return file;
    }

    @Test
    void theSameSeedGivesTheSameBytes() throws IOException {
        assertThat(Files.mismatch(write(1, "a"), write(1, "b"))).isEqualTo(-1);
        assertThat(Files.mismatch(write(1, "a"), write(2, "c"))).isNotEqualTo(-1);
    }

    @Test
    void theNumberOfThreadsDoesNotMatter() throws Exception {
        Path many = write(1, "many");
        ForkJoinPool one = new ForkJoinPool(1);
        Path single = one.submit(() -> write(1, "single")).get();
        one.shutdown();

        assertThat(Files.mismatch(many, single)).isEqualTo(-1);
    }

    @Test
    void isLaidOutAsTheReferenceImplementationDoes() throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter();
        try (SafetensorsFile file = SafetensorsFile.open(write(1, "own"))) {
            file.tensors().forEach((name, entry) -> writer.add(name, entry.dtype(), entry.shape(), file.map(name)));
            writer.write(folder.resolve("reference"));
        }

        assertThat(Files.mismatch(folder.resolve("own"), folder.resolve("reference")))
                .isEqualTo(-1);
    }

    @Test
    void keepsActivationsOfOrderOne() throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(write(3, "weights"))) {
            assertThat(deviation(file.floats("conv.weight"))).isCloseTo(0.7 / Math.sqrt(96 * 9), within(2e-4));
            assertThat(deviation(file.floats("long.weight"))).isCloseTo(0.7 / Math.sqrt(1009), within(2e-4));
            assertThat(deviation(file.floats("token_embedding.weight"))).isCloseTo(0.02, within(5e-4));
            assertThat(file.floats("norm.weight")).containsOnly(1);
            assertThat(file.floats("conv.bias")).containsOnly(0);
        }
    }

    @Test
    void valuesAreNormalAndDoNotRepeatFromBlockToBlock() throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(write(3, "weights"))) {
            float[] values = file.floats("long.weight");
            double deviation = deviation(values);
            long beyondTwo = 0;
            double product = 0;
            int block = 1 << 20;
            for (int i = 0; i < values.length; i++) {
                beyondTwo += Math.abs(values[i]) > 2 * deviation ? 1 : 0;
                product += i >= block ? values[i] * values[i - block] : 0;
            }

            assertThat(beyondTwo / (double) values.length).isCloseTo(0.0455, within(1e-3));
            assertThat(product / (values.length - block) / deviation / deviation)
                    .isCloseTo(0, within(0.01));
        }
    }

    private static double deviation(float[] values) {
        double sum = 0;
        double squares = 0;
        for (float value : values) {
            sum += value;
            squares += (double) value * value;
        }
        double mean = sum / values.length;
        return Math.sqrt(squares / values.length - mean * mean);
    }

    @Test
    void theFolderOfSdxlsSizeHasTheNumbersThatThePublishedOneHas() throws IOException {
        assertThat(numbers(Component.UNET)).isEqualTo(2_567_463_684L);
        assertThat(numbers(Component.TEXT_ENCODER)).isEqualTo(123_060_480L);
        assertThat(numbers(Component.TEXT_ENCODER_2)).isEqualTo(694_659_840L);
        assertThat(numbers(Component.VAE)).isEqualTo(83_653_863L);
    }

    private static long numbers(Component component) throws IOException {
        return ModelCommand.shapes("sdxl", component).values().stream()
                .mapToLong(shape -> shape.stream().reduce(1L, Math::multiplyExact))
                .sum();
    }
}
