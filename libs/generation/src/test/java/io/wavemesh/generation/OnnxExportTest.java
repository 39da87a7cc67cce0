package io.wavemesh.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.onnx.Dialect;
import io.wavemesh.sdxl.onnx.OnnxExport;
import io.wavemesh.sdxl.onnx.Precision;
import io.wavemesh.testkit.Golden;
import io.wavemesh.testkit.Relative;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exported files as somebody else uses them: a plain session from a path. */
class OnnxExportTest {
    private static final List<String> NETWORKS =
            List.of("unet", "denoising", "text_encoder", "text_encoder_2", "vae_encoder", "vae_decoder");

    @TempDir
    private Path temporary;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private ModelFolder folder;
    private Path out;

    @BeforeEach
    void open() {
        folder = ModelFolder.open(Golden.tinyModel());
        out = temporary.resolve("exported");
    }

    @AfterEach
    void close() {
        folder.close();
    }

    @Test
    void predictsNoiseAsDiffusersDoes() throws Exception {
        OnnxExport.write(folder, out, Precision.FP32, Dialect.PORTABLE);

        float[] noise = runUnet();

        Relative.assertClose(noise, Golden.floats("unet.out"), 1e-4);
    }

    @Test
    void computesInSixteenBitsOnRequest() throws Exception {
        OnnxExport.write(folder, out, Precision.FP16, Dialect.PORTABLE);

        float[] noise = runUnet();

        float[] exact = Golden.floats("unet.out");
        Relative.assertClose(noise, exact, 1e-2);
        assertThat(Relative.error(noise, exact)).as("not fp32").isGreaterThan(1e-5);
    }

    @ParameterizedTest
    @EnumSource
    void loadsEveryNetworkFromItsPath(Precision precision) throws Exception {
        OnnxExport.write(folder, out, precision, Dialect.PORTABLE);

        for (String network : NETWORKS) {
            try (OrtSession session = load(network)) {
                assertThat(session.getOutputNames()).as(network).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unet", "denoising", "vae_encoder", "vae_decoder"})
    void lacksOnlyKernelsForTheCudaDialectOnTheCpu(String network) {
        OnnxExport.write(folder, out, Precision.FP16, Dialect.CUDA);

        assertThatThrownBy(() -> load(network))
                .isInstanceOf(OrtException.class)
                .hasMessageContainingAll("ORT_NOT_IMPLEMENTED", "NhwcConv");
    }

    @Test
    void holdsAllThatAPipelineNeeds() {
        OnnxExport.write(folder, out, Precision.FP32, Dialect.PORTABLE);

        assertThat(out.resolve("model_index.json")).isRegularFile();
        assertThat(out.resolve("scheduler/scheduler_config.json")).isRegularFile();
        assertThat(out.resolve("tokenizer/vocab.json")).isRegularFile();
        assertThat(out.resolve("tokenizer_2/merges.txt")).isRegularFile();
        assertThat(out.resolve("vae_decoder/config.json")).isRegularFile();
    }

    @Test
    void replacesAnEarlierExportAndLeavesNothingElseBehind() throws IOException {
        OnnxExport.write(folder, out, Precision.FP32, Dialect.PORTABLE);
        Files.writeString(out.resolve("stale"), "from before");

        OnnxExport.write(folder, out, Precision.FP32, Dialect.PORTABLE);

        assertThat(out.resolve("stale")).doesNotExist();
        try (Stream<Path> entries = Files.list(temporary)) {
            assertThat(entries).containsExactly(out);
        }
    }

    @Test
    void refusesToReplaceSomethingElse() throws IOException {
        Files.createDirectories(out);
        Files.writeString(out.resolve("diary.txt"), "dear diary");

        assertThatThrownBy(() -> OnnxExport.write(folder, out, Precision.FP32, Dialect.PORTABLE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not an export");
        assertThat(out.resolve("diary.txt")).exists();
    }

    @Test
    void refusesToWriteIntoTheModelFolder() {
        Path inside = Golden.tinyModel().resolve("onnx");

        assertThatThrownBy(() -> OnnxExport.write(folder, inside, Precision.FP32, Dialect.PORTABLE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must not be the model folder");
    }

    private float[] runUnet() throws OrtException {
        Map<String, OnnxTensor> inputs = new HashMap<>();
        for (String name : List.of("sample", "encoder_hidden_states", "text_embeds", "time_ids")) {
            String key = "unet.in." + name;
            inputs.put(
                    name,
                    OnnxTensor.createTensor(environment, FloatBuffer.wrap(Golden.floats(key)), Golden.shape(key)));
        }
        inputs.put(
                "timestep",
                OnnxTensor.createTensor(
                        environment,
                        LongBuffer.wrap(Golden.longs("unet.in.timestep")),
                        Golden.shape("unet.in.timestep")));
        try (OrtSession session = load("unet");
                OrtSession.Result result = session.run(inputs)) {
            return NetworkSession.floats(result, "out_sample");
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private OrtSession load(String network) throws OrtException {
        try (OrtSession.SessionOptions oneThread = new OrtSession.SessionOptions()) {
            oneThread.setIntraOpNumThreads(1);
            return environment.createSession(
                    out.resolve(network).resolve("model.onnx").toString(), oneThread);
        }
    }
}
