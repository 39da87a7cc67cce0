package io.wavemesh.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.testkit.Golden;
import io.wavemesh.testkit.Relative;
import io.wavemesh.waveft.adapter.Adapter;
import io.wavemesh.waveft.adapter.AdapterFolder;
import io.wavemesh.waveft.adapter.Coefficients;
import io.wavemesh.waveft.adapter.LowRankPair;
import io.wavemesh.waveft.adapter.ModuleTensors;
import io.wavemesh.waveft.json.Json;
import io.wavemesh.waveft.safetensors.DType;
import io.wavemesh.waveft.safetensors.SafetensorsFile;
import io.wavemesh.waveft.safetensors.SafetensorsWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The offline commands against PEFT, diffusers and transformers on the tiny SDXL. */
class GoldenCommandsIT {
    private static final double NETWORK = 1e-4;
    private static final double DENOISED = 1e-3;
    private static final double ROUNDING = 1e-4;
    private static final int BATCHES = 5;

    @TempDir
    private Path folder;

    private static void run(String... arguments) {
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output);
        int status = Wavemesh.run(arguments, writer, writer);
        assertThat(status).as(output.toString()).isZero();
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private static String model() {
        return Golden.tinyModel().toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"onnx", "torch", "reference"})
    void unetIsDiffusersOnEveryEngine(String engine) {
        run("unet", "--base", model(), "--in", unetInputs(), "--out", file("out"), "--engine", engine);

        Relative.assertClose(floats("out", "noise_pred"), Golden.floats("unet.out"), NETWORK);
    }

    @ParameterizedTest
    @CsvSource({
        "onnx, waveft_sym4",
        "onnx, lora_r4",
        "torch, waveft_pattern",
        "torch, waveft_noidwt",
        "torch, lora_r4",
        "reference, waveft_prop"
    })
    void unetWithAnAdapterIsPeft(String engine, String name) {
        String adapter = Golden.adapter(name).toString();

        run(
                "unet",
                "--base",
                model(),
                "--in",
                unetInputs(),
                "--out",
                file("o"),
                "--engine",
                engine,
                "--adapter",
                adapter);

        Relative.assertClose(floats("o", "noise_pred"), Golden.floats(name + ".out"), NETWORK);
    }

    @Test
    void promptsAreEncodedAsByTransformers() {
        for (int i = 0; i < 4; i++) {
            run("encode-prompt", "--base", model(), "--prompt", Golden.prompts().get(i), "--out", file("out"));

            try (SafetensorsFile out = SafetensorsFile.open(folder.resolve("out"))) {
                assertThat(out.longs("input_ids")).isEqualTo(row(Golden.longs("text.ids"), i, 77));
                assertThat(out.longs("input_ids_2")).isEqualTo(row(Golden.longs("text.ids_2"), i, 77));
                assertThat(out.entry("prompt_embeds").shape()).containsExactly(1, 77, 75);
                Relative.assertClose(
                        out.floats("prompt_embeds"), row(Golden.floats("text.prompt_embeds"), i, 77 * 75), NETWORK);
                Relative.assertClose(
                        out.floats("pooled_prompt_embeds"), row(Golden.floats("text.pooled"), i, 40), NETWORK);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"euler, euler, ", "ddim, ddim, ", "dpmpp-2m-karras, dpmpp2m_karras, ", "euler, euler_waveft, waveft_db1"
    })
    void drawsAsDiffusers(String scheduler, String golden, String adapter) {
        new SafetensorsWriter()
                .add("latents", Golden.shape("denoise.noise"), Golden.floats("denoise.noise"))
                .write(folder.resolve("noise"));
        List<String> arguments = new ArrayList<>(List.of("generate", "--base", model(), "--steps", "4"));
        arguments.addAll(List.of("--guidance-scale", "5", "--scheduler", scheduler, "--timestep-spacing", "leading"));
        arguments.addAll(List.of("--prompt", Golden.prompts().get(0), "--size", "128x128", "--out", file("p.png")));
        arguments.addAll(List.of("--latents-in", file("noise"), "--latents-out", file("latents")));
        if (adapter != null) {
            arguments.addAll(List.of("--adapter", Golden.adapter(adapter).toString()));
        }

        run(arguments.toArray(String[]::new));

        Relative.assertClose(floats("latents", "latents"), Golden.floats("denoise." + golden + ".x3"), DENOISED);
        assertThat(folder.resolve("p.png")).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"waveft_db1", "waveft_noidwt", "waveft_pattern", "waveft_prop", "waveft_sym4", "lora_r4"})
    void trainsAsPeft(String name) throws Exception {
        Adapter trained = AdapterFolder.read(Golden.adapter(name));
        AdapterFolder.write(
                Adapter.of(trained.config(), tensors(name + ".init.", trained)), folder.resolve("init"), DType.F32);

        run(
                "train",
                "--base",
                model(),
                "--replay",
                replay(),
                "--init",
                file("init"),
                "--out",
                file("out"),
                "--learning-rate",
                "1e-3",
                "--weight-decay",
                "1e-4",
                "--clip",
                "1",
                "--trace",
                file("trace.jsonl"));

        Adapter own = AdapterFolder.read(folder.resolve("out"));
        Adapter expected = Adapter.of(trained.config(), tensors(name + ".after5.", trained));
        assertThat(own.modules()).isEqualTo(expected.modules());
        float[] gradient = numbers(Adapter.of(trained.config(), tensors(name + ".grad.", trained)));
        assertThat(distance(meaningful(numbers(own), gradient), meaningful(numbers(expected), gradient)))
                .isLessThan(NETWORK);
        List<String> trace = Files.readAllLines(folder.resolve("trace.jsonl"));
        assertThat(trace).hasSize(BATCHES);
        Relative.assertClose(column(trace, "loss"), Golden.floats(name + ".step_losses"), NETWORK);
        Relative.assertClose(column(trace, "gradNorm"), Golden.floats(name + ".grad_norms"), NETWORK);
    }

    private String unetInputs() {
        SafetensorsWriter writer = new SafetensorsWriter()
                .add("timestep", Golden.shape("unet.in.timestep"), Golden.longs("unet.in.timestep"));
        for (String key : List.of("sample", "encoder_hidden_states", "text_embeds", "time_ids")) {
            writer.add(key, Golden.shape("unet.in." + key), Golden.floats("unet.in." + key));
        }
        writer.write(folder.resolve("inputs"));
        return file("inputs");
    }

    private String replay() {
        int rows = 2;
        SafetensorsWriter writer = new SafetensorsWriter()
                .add(
                        "encoder_hidden_states",
                        new long[] {rows, 77, 75},
                        row(Golden.floats("text.prompt_embeds"), 0, rows * 77 * 75))
                .add("text_embeds", new long[] {rows, 40}, row(Golden.floats("text.pooled"), 0, rows * 40))
                .add("time_ids", Golden.shape("loss.in.time_ids"), Golden.floats("loss.in.time_ids"));
        for (int i = 0; i < BATCHES; i++) {
            String from = "train.batch" + i + ".";
            String to = "batch" + i + ".";
            writer.add(to + "latents", Golden.shape(from + "latents"), Golden.floats(from + "latents"));
            writer.add(to + "noise", Golden.shape(from + "noise"), Golden.floats(from + "noise"));
            writer.add(to + "timestep", Golden.shape(from + "timestep"), Golden.longs(from + "timestep"));
        }
        writer.write(folder.resolve("replay"));
        return file("replay");
    }

    private static Map<String, ModuleTensors> tensors(String prefix, Adapter like) {
        Map<String, ModuleTensors> tensors = new TreeMap<>();
        for (String module : like.modules()) {
            String key = prefix + module;
            if (like.tensors(module) instanceof LowRankPair pair) {
                float[] down = Golden.floats(key + ".lora_A");
                float[] up = Golden.floats(key + ".lora_B");
                tensors.put(module, new LowRankPair(pair.out(), pair.in(), pair.rank(), down, up));
            } else {
                tensors.put(module, new Coefficients(Golden.floats(key)));
            }
        }
        return tensors;
    }

    /** Euclidean norm of the difference, relative to that of the expected numbers. */
    private static double distance(float[] actual, float[] expected) {
        double difference = 0;
        double size = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow(actual[i] - (double) expected[i], 2);
            size += Math.pow(expected[i], 2);
        }
        return Math.sqrt(difference / size);
    }

    /** Zero where the first gradient is rounding noise: AdamW's step is the quotient of it and its own size, noise too. */
    private static float[] meaningful(float[] numbers, float[] gradient) {
        float greatest = 0;
        for (float g : gradient) {
            greatest = Math.max(greatest, Math.abs(g));
        }
        float[] kept = numbers.clone();
        int zeros = 0;
        for (int i = 0; i < kept.length; i++) {
            if (Math.abs(gradient[i]) < ROUNDING * greatest) {
                kept[i] = 0;
                zeros++;
            }
        }
        assertThat(zeros).as("numbers left out").isLessThan(kept.length / 20);
        return kept;
    }

    /** All numbers of all layers. */
    private static float[] numbers(Adapter adapter) {
        List<float[]> parts = new ArrayList<>();
        for (String module : adapter.modules()) {
            if (adapter.tensors(module) instanceof LowRankPair pair) {
                parts.addAll(List.of(pair.down(), pair.up()));
            } else {
                parts.add(adapter.coefficients(module));
            }
        }
        float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private static float[] column(List<String> trace, String name) {
        float[] values = new float[trace.size()];
        for (int i = 0; i < values.length; i++) {
            Map<?, ?> line = (Map<?, ?>) Json.parse(trace.get(i));
            values[i] = ((Number) line.get(name)).floatValue();
        }
        return values;
    }

    private float[] floats(String name, String key) {
        try (SafetensorsFile file = SafetensorsFile.open(folder.resolve(name))) {
            return file.floats(key);
        }
    }

    private static float[] row(float[] values, int row, int length) {
        return Arrays.copyOfRange(values, row * length, (row + 1) * length);
    }

    private static long[] row(long[] values, int row, int length) {
        return Arrays.copyOfRange(values, row * length, (row + 1) * length);
    }
}
