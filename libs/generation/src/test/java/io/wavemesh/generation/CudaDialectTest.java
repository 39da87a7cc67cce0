package io.wavemesh.generation;

import static org.assertj.core.api.Assertions.assertThatCode;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.InvalidProtocolBufferException;
import io.wavemesh.sdxl.model.Component;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.onnx.Dialect;
import io.wavemesh.sdxl.onnx.OnnxGraph;
import io.wavemesh.sdxl.onnx.OnnxNetworks;
import io.wavemesh.sdxl.onnx.Precision;
import io.wavemesh.sdxl.onnx.TargetLayer;
import io.wavemesh.sdxl.scheduler.ScheduleTable;
import io.wavemesh.sdxl.scheduler.Scheduler;
import io.wavemesh.sdxl.scheduler.SchedulerKind;
import io.wavemesh.testkit.Golden;
import io.wavemesh.testkit.Relative;
import io.wavemesh.waveft.DeltaMapCache;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The graphs for CUDA, their CUDA-only operators written out, against the references: what is wired to what. */
class CudaDialectTest {
    private static final double NETWORK = 1e-4;
    private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();
    private static final EngineOptions OPTIONS = EngineOptions.defaults().withThreads(1);
    private static final SessionFactory WRITTEN_OUT = new WrittenOut();

    private static ModelFolder folder;
    private static OnnxNetworks networks;

    /** Sessions of graphs whose CUDA-only operators are written out. */
    private static final class WrittenOut extends SessionFactory {
        WrittenOut() {
            super(ENVIRONMENT, OPTIONS);
        }

        @Override
        byte[] model(OnnxGraph graph) {
            try {
                return StandardOperators.rewrite(graph.model());
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @BeforeAll
    static void open() {
        folder = ModelFolder.open(Golden.tinyModel());
        networks = new OnnxNetworks(folder, Dialect.CUDA);
    }

    @AfterAll
    static void close() {
        folder.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unet", "unet_rect"})
    void predictsNoiseAsDiffusersDoes(String set) {
        try (NoisePredictor predictor =
                new NoisePredictor(WRITTEN_OUT, networks.unet(Precision.FP32, module -> false))) {
            Latents noise = predictor.predict(GoldenGenerationTest.unetInputs(set), AdapterValues.none());

            Relative.assertClose(noise.values(), Golden.floats(set + ".out"), NETWORK);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"waveft_db1", "waveft_prop", "lora_r4"})
    void mergesAdaptersAsPeftDoes(String tag) {
        OnnxGraph graph = networks.unet(Precision.FP32, TargetLayer::isAttentionProjection);
        try (NoisePredictor predictor = new NoisePredictor(WRITTEN_OUT, graph)) {
            Latents noise = predictor.predict(GoldenGenerationTest.unetInputs("unet"), adapter(graph, tag));

            Relative.assertClose(noise.values(), Golden.floats(tag + ".merged_out"), NETWORK);
        }
    }

    @Test
    void decodesAsDiffusersDoes() {
        float[] picture = run(networks.vaeDecoder(Precision.FP32), "latent_sample", "vae.rect_latent");
        float[] portable = run(portable().vaeDecoder(Precision.FP32), "latent_sample", "vae.rect_latent");

        Relative.assertClose(picture, portable, NETWORK);
    }

    @ParameterizedTest
    @EnumSource(names = {"TEXT_ENCODER", "TEXT_ENCODER_2"})
    void encodesTextAsThePortableDialectDoes(Component component) {
        long[] ids = Arrays.copyOf(Golden.longs("tokenizer.tiny.ids"), 4 * 77);

        float[][] fused = encode(networks.textEncoder(component, Precision.FP32), ids);

        float[][] plain = encode(portable().textEncoder(component, Precision.FP32), ids);
        for (int output = 0; output < plain.length; output++) {
            Relative.assertClose(fused[output], plain[output], NETWORK);
        }
    }

    @Test
    void denoisesWithAnAdapterAsThePortableDialectDoes() {
        float[] fused = denoise(networks.denoising(Precision.FP32, TargetLayer::isAttentionProjection));

        float[] plain = denoise(portable().denoising(Precision.FP32, TargetLayer::isAttentionProjection));

        Relative.assertClose(fused, plain, NETWORK);
    }

    private static OnnxNetworks portable() {
        return new OnnxNetworks(folder, Dialect.PORTABLE);
    }

    private static AdapterValues adapter(OnnxGraph graph, String tag) {
        return AdapterValues.of(
                GoldenGenerationTest.adapter(tag),
                graph.groups(),
                new DeltaMapCache(1 << 20),
                new SharedPositions(Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void mergesWithoutAStep(boolean adapted) {
        OnnxGraph graph = networks.denoising(Precision.FP32, TargetLayer::isAttentionProjection);
        AdapterValues adapter = adapted ? adapter(graph, "waveft_db1") : AdapterValues.none();
        Denoiser.Job job = new Denoiser.Job(text(), schedule(), 5, AdapterValues.none());
        try (Denoiser denoiser = new Denoiser(WRITTEN_OUT, graph);
                Denoiser.Switching switching = denoiser.switching(job, noise())) {
            assertThatCode(() -> switching.to(adapter)).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesOneTextWithoutGuidance(Dialect dialect) {
        OnnxGraph graph = new OnnxNetworks(folder, dialect).denoising(Precision.FP32, module -> false);

        float[] alone = denoise(graph, positiveOnly(text()), AdapterValues.none(), 1);

        Relative.assertClose(alone, denoise(graph, text(), AdapterValues.none(), 1), NETWORK);
    }

    private static Conditioning text() {
        UNetInputs some = GoldenGenerationTest.unetInputs("unet");
        return new Conditioning(1, 2, some.tokens(), some.context(), some.pooled(), some.timeIds());
    }

    private static Conditioning positiveOnly(Conditioning both) {
        return new Conditioning(
                1, 1, both.tokens(), secondHalf(both.context()), secondHalf(both.pooled()), secondHalf(both.timeIds()));
    }

    private static float[] secondHalf(float[] values) {
        return Arrays.copyOfRange(values, values.length / 2, values.length);
    }

    private static float[] denoise(OnnxGraph graph) {
        return denoise(graph, text(), adapter(graph, "waveft_db1"), 5);
    }

    private static float[] denoise(OnnxGraph graph, Conditioning text, AdapterValues adapter, float guidance) {
        try (Denoiser denoiser = new Denoiser(WRITTEN_OUT, graph)) {
            Denoiser.Job job = new Denoiser.Job(text, schedule(), guidance, adapter);
            return denoiser.denoise(job, noise(), 3, GenerationListener.NONE).values();
        }
    }

    private static ScheduleTable schedule() {
        return Scheduler.of(folder.schedulerConfig()).table(SchedulerKind.EULER, 4, Optional.empty());
    }

    private static Latents noise() {
        return one(GoldenGenerationTest.unetInputs("unet").sample())
                .times((float) schedule().initNoiseSigma());
    }

    private static Latents one(Latents two) {
        float[] half = Arrays.copyOf(two.values(), two.values().length / two.images());
        return new Latents(half, 1, two.channels(), two.height(), two.width());
    }

    private static float[][] encode(OnnxGraph graph, long[] ids) {
        try (NetworkSession session = WRITTEN_OUT.open("text encoder", graph);
                Tensors tensors = new Tensors(ENVIRONMENT).longs("input_ids", ids, 4, 77);
                OrtSession.Result result = session.run(tensors)) {
            return new float[][] {
                NetworkSession.floats(result, 0), NetworkSession.floats(result, 1), NetworkSession.floats(result, 2)
            };
        }
    }

    private static float[] run(OnnxGraph graph, String input, String key) {
        try (NetworkSession session = WRITTEN_OUT.open("network", graph);
                Tensors tensors = new Tensors(ENVIRONMENT).floats(input, Golden.floats(key), Golden.shape(key));
                OrtSession.Result result = session.run(tensors)) {
            return NetworkSession.floats(result, 0);
        }
    }
}
