package io.wavemesh.sdxl.reference;

import static io.wavemesh.testkit.Relative.assertClose;

import io.wavemesh.sdxl.scheduler.DenoisingStep;
import io.wavemesh.sdxl.scheduler.ScheduleTable;
import io.wavemesh.sdxl.scheduler.Scheduler;
import io.wavemesh.sdxl.scheduler.SchedulerKind;
import io.wavemesh.testkit.Golden;
import io.wavemesh.waveft.adapter.AdapterFolder;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole denoising loops against diffusers' pipeline: 4 steps, guidance 5, zeros as negative embeddings. */
class DenoiseTest {
    private static final double TOLERANCE = 1e-4;
    private static final float GUIDANCE = 5;

    @ParameterizedTest
    @CsvSource({"euler,euler", "ddim,ddim", "dpmpp-2m-karras,dpmpp2m_karras"})
    void everyStepEqualsDiffusers(String scheduler, String key) {
        denoise(ReferenceUNet.of(TinyModel.FOLDER), SchedulerKind.parse(scheduler), key);
    }

    @Test
    void everyStepWithAnAdapterEqualsPeft() {
        ReferenceUNet unet = ReferenceUNet.of(TinyModel.FOLDER, AdapterFolder.read(Golden.adapter("waveft_db1")));

        denoise(unet, SchedulerKind.EULER, "euler_waveft");
    }

    private static void denoise(ReferenceUNet unet, SchedulerKind kind, String key) {
        ScheduleTable table = Scheduler.of(TinyModel.FOLDER.schedulerConfig()).table(kind, 4, Optional.empty());
        Tensor noise = TinyModel.tensor("denoise.noise");
        float[] sample = noise.values().clone();
        float[] history = new float[sample.length];
        for (int i = 0; i < sample.length; i++) {
            sample[i] *= (float) table.initNoiseSigma();
        }
        for (int i = 0; i < table.stepCount(); i++) {
            DenoisingStep step = table.steps().get(i);
            Tensor input = Tensor.of(step.modelInput(sample), noise.shape());
            step.apply(sample, guided(unet, input, step.timestep()), history);
            assertClose(sample, Golden.floats("denoise." + key + ".x" + i), TOLERANCE);
        }
    }

    private static float[] guided(ReferenceUNet unet, Tensor input, float timestep) {
        Tensor text = first("text.prompt_embeds");
        Tensor pooled = first("text.pooled");
        Tensor times = Tensor.of(new float[] {128, 128, 0, 0, 128, 128}, 1, 6);
        Tensor output = unet.predict(new UNetInputs(
                stacked(input, input),
                Tensor.of(new float[] {timestep, timestep}, 2),
                stacked(Tensor.zeros(text.shape()), text),
                stacked(Tensor.zeros(pooled.shape()), pooled),
                stacked(times, times)));
        float[] result = new float[input.size()];
        for (int i = 0; i < result.length; i++) {
            float negative = output.values()[i];
            result[i] = negative + GUIDANCE * (output.values()[result.length + i] - negative);
        }
        return result;
    }

    private static Tensor first(String key) {
        Tensor all = TinyModel.tensor(key);
        int[] shape = all.shape();
        int size = all.size() / shape[0];
        shape[0] = 1;
        return Tensor.of(Arrays.copyOf(all.values(), size), shape);
    }

    private static Tensor stacked(Tensor a, Tensor b) {
        int[] shape = a.shape();
        float[] both = Arrays.copyOf(a.values(), 2 * a.size());
        System.arraycopy(b.values(), 0, both, a.size(), b.size());
        shape[0] = 2;
        return Tensor.of(both, shape);
    }
}
