package io.wavemesh.waveft.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.testkit.Golden;
import io.wavemesh.waveft.LayerShape;
import io.wavemesh.waveft.json.Json;
import io.wavemesh.waveft.safetensors.DType;
import io.wavemesh.waveft.safetensors.FloatFormats;
import io.wavemesh.waveft.safetensors.SafetensorsFile;
import io.wavemesh.waveft.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class AdapterFolderTest {
    private static final Map<String, LayerShape> LAYERS = TestResources.linearLayers(Golden.tinyModel());

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("io.wavemesh.testkit.Golden#adapters")
    void writesTheBytesThatPeftWrote(String name) throws IOException {
        AdapterFolder.write(AdapterFolder.read(Golden.adapter(name)), folder, DType.F32);

        for (String file : new String[] {AdapterFolder.CONFIG, AdapterFolder.MODEL}) {
            assertThat(folder.resolve(file))
                    .hasSameBinaryContentAs(Golden.adapter(name).resolve(file));
        }
    }

    @ParameterizedTest
    @MethodSource("io.wavemesh.testkit.Golden#adapters")
    void readsTheNumbersThatPeftTrained(String name) {
        Adapter adapter = AdapterFolder.read(Golden.adapter(name));

        adapter.requireFits(LAYERS);
        assertThat(Golden.explanation()).contains("\"" + name + "\": " + adapter.parameterCount());
        for (String module : adapter.modules()) {
            String key = name + ".after5." + module;
            if (adapter.tensors(module) instanceof LowRankPair pair) {
                assertThat(pair.down()).containsExactly(Golden.floats(key + ".lora_A"));
                assertThat(pair.up()).containsExactly(Golden.floats(key + ".lora_B"));
            } else {
                assertThat(adapter.coefficients(module)).containsExactly(Golden.floats(key));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.wavemesh.testkit.Golden#adapters")
    void countsAreThoseOfPeft(String name) {
        Adapter adapter = AdapterFolder.read(Golden.adapter(name));
        if (adapter.config() instanceof WaveFtConfig config) {
            Map<String, Integer> found = new HashMap<>();
            adapter.modules().forEach(module -> found.put(module, adapter.coefficients(module).length));

            assertThat(config.counts(LAYERS)).isEqualTo(found);
        } else {
            assertThat(TargetModules.of(adapter.config()).select(LAYERS).keySet())
                    .isEqualTo(adapter.modules());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"F16", "BF16"})
    void writesAndReadsSixteenBits(DType dtype) {
        Adapter exact = AdapterFolder.read(Golden.adapter("waveft_pattern"));

        AdapterFolder.write(exact, folder, dtype);

        Adapter rounded = AdapterFolder.read(folder);
        assertThat(rounded.storedAs()).isEqualTo(dtype);
        for (String module : exact.modules()) {
            float[] expected = exact.coefficients(module);
            for (int i = 0; i < expected.length; i++) {
                expected[i] = dtype == DType.F16
                        ? FloatFormats.fromHalf(FloatFormats.toHalf(expected[i]))
                        : FloatFormats.fromBfloat16(FloatFormats.toBfloat16(expected[i]));
            }
            assertThat(rounded.coefficients(module)).containsExactly(expected);
        }
    }

    @Test
    void refusesNumbersTooLargeForSixteenBits() {
        Adapter adapter = Adapter.of(
                WaveFtConfig.builder().nFrequency(1).build(), Map.of("a.to_q", new Coefficients(new float[] {65520})));

        assertThatThrownBy(() -> AdapterFolder.write(adapter, folder, DType.F16))
                .hasMessage("base_model.model.a.to_q.waveft_spectrum holds 65520.0, too large for F16");
        AdapterFolder.write(adapter, folder, DType.BF16);
        assertThat(AdapterFolder.read(folder).coefficients("a.to_q")).containsExactly(65536f);
    }

    @Test
    void keepsFieldsThatItDoesNotKnow() throws IOException {
        change(Golden.adapter("waveft_db1"), "\"bias\"", "\"a_new_option\": {\"x\": [1, 2.5, \"é\"]}, \"bias\"");

        AdapterFolder.write(AdapterFolder.read(folder), folder.resolve("again"), DType.F32);

        assertThat(TestResources.object(Json.parse(Files.readAllBytes(folder.resolve("again/adapter_config.json")))))
                .isEqualTo(TestResources.object(Json.parse(Files.readAllBytes(folder.resolve("adapter_config.json")))));
        assertThat(folder.resolve("again/adapter_config.json")).content().containsPattern("\\A\\p{ASCII}*\\z");
    }

    static Stream<Arguments> contradictions() {
        return Stream.of(
                Arguments.of(
                        "waveft_db1",
                        "\"n_frequency\": 24",
                        "\"n_frequency\": 25",
                        "has 24 coefficients, its configuration says 25"),
                Arguments.of(
                        "waveft_db1",
                        "\"n_frequency\": 24",
                        "\"n_frequency\": 0",
                        "n_frequency must be in 1..2147483647, was 0"),
                Arguments.of(
                        "waveft_db1",
                        "\"n_frequency\": 24",
                        "\"n_frequency\": 24.0",
                        "n_frequency must be a whole number, was 24.0"),
                Arguments.of(
                        "waveft_db1",
                        "\"n_frequency\": 24",
                        "\"n_frequency\": \"24\"",
                        "n_frequency must be a whole number, was 24"),
                Arguments.of(
                        "waveft_db1",
                        "\"scaling\": 25.0",
                        "\"scaling\": null",
                        "scaling must be a finite number, was null"),
                Arguments.of(
                        "waveft_db1", "\"db1\"", "\"rbio1.1\"", "wavelet_family: unknown wavelet family \"rbio1.1\""),
                Arguments.of(
                        "waveft_db1", "\"WAVEFT\"", "\"FOURIERFT\"", "peft_type must be WAVEFT or LORA, was FOURIERFT"),
                Arguments.of(
                        "waveft_db1", "\"peft_type\"", "\"peft_typo\"", "peft_type must be WAVEFT or LORA, was null"),
                Arguments.of("waveft_db1", "\"WAVEFT\"", "\"LORA\"", "has the unexpected key"),
                Arguments.of("lora_r4", "\"LORA\"", "\"WAVEFT\"", "has the unexpected key"),
                Arguments.of(
                        "waveft_db1",
                        "\"bias\": \"none\"",
                        "\"bias\": \"all\"",
                        "the option bias (all) is not supported"),
                Arguments.of(
                        "waveft_db1", "\"use_idwt\": true", "\"use_idwt\": 1", "use_idwt must be true or false, was 1"),
                Arguments.of("waveft_db1", "\"to_v\",", "", "to_v is not among the target_modules"),
                Arguments.of("waveft_pattern", "attn[12]", "(?P<n>attn[12]", "the expression"),
                Arguments.of(
                        "waveft_pattern",
                        "\"to_out.0\": 7",
                        "\"to_out.0\": 7.5",
                        "n_frequency_pattern must be whole numbers from 1, was 7.5"),
                Arguments.of(
                        "waveft_pattern",
                        "\"to_out.0\": 7",
                        "\"to_out.0\": 8",
                        "has 7 coefficients, its configuration says 8"),
                Arguments.of("lora_r4", "\"r\": 4", "\"r\": 5", "has rank 4, its configuration says 5"),
                Arguments.of(
                        "lora_r4",
                        "\"use_dora\": false",
                        "\"use_dora\": true",
                        "the option use_dora (true) is not supported"),
                Arguments.of(
                        "lora_r4",
                        "\"lora_bias\": false",
                        "\"lora_bias\": true",
                        "the option lora_bias (true) is not supported"),
                Arguments.of(
                        "lora_r4",
                        "\"fan_in_fan_out\": false",
                        "\"fan_in_fan_out\": true",
                        "the option fan_in_fan_out (true)"),
                Arguments.of(
                        "lora_r4",
                        "\"gaussian\"",
                        "\"pissa_niter_4\"",
                        "the option init_lora_weights (pissa_niter_4) is not supported"),
                Arguments.of(
                        "lora_r4",
                        "\"modules_to_save\": null",
                        "\"modules_to_save\": [\"x\"]",
                        "the option modules_to_save ([x]) is not supported"),
                Arguments.of("lora_r4", "\"r\": 4,", "\"r\": 4, \"r\": 4,", "repeated key \"r\""),
                Arguments.of("lora_r4", "\"r\": 4,", "\"r\": 4", "bad JSON at line"));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void refusesAConfigurationThatIsWrong(String name, String from, String to, String fault) throws IOException {
        change(Golden.adapter(name), from, to);

        assertThatThrownBy(() -> AdapterFolder.read(folder))
                .isInstanceOf(AdapterException.class)
                .hasMessageStartingWith(folder + "/adapter_")
                .hasMessageContaining(fault)
                .hasMessageNotContaining("\n");
    }

    static Stream<Arguments> wrongTensors() {
        String prefix = "base_model.model.a.to_q.";
        return Stream.of(
                tensors(
                        "has shape [2, 2], expected [count]",
                        w -> w.add(prefix + "waveft_spectrum", new long[] {2, 2}, new float[4])),
                tensors(
                        "has shape [], expected [count]",
                        w -> w.add(prefix + "waveft_spectrum", new long[0], new float[1])),
                tensors(
                        "has shape [0], expected [count]",
                        w -> w.add(prefix + "waveft_spectrum", new long[] {0}, new float[0])),
                tensors(
                        "has 3 coefficients, its configuration says 4",
                        w -> w.add(prefix + "waveft_spectrum", new long[] {3}, new float[3])),
                tensors(
                        "holds a number that is not finite (NaN)",
                        w -> w.add(prefix + "waveft_spectrum", new long[] {4}, new float[] {0, 0, Float.NaN, 0})),
                tensors(
                        "holds a number that is not finite (Infinity)",
                        w -> w.add(prefix + "waveft_spectrum", new long[] {4}, new float[] {
                            0, 0, Float.POSITIVE_INFINITY, 0
                        })),
                tensors(
                        "holds I64, not floating-point numbers",
                        w -> w.add(prefix + "waveft_spectrum", new long[] {4}, new long[4])),
                tensors(
                        "has the unexpected key base_model.model.a.to_q.other",
                        w -> w.add(prefix + "other", new long[] {4}, new float[4])),
                tensors(
                        "has the unexpected key a.to_q.waveft_spectrum",
                        w -> w.add("a.to_q.waveft_spectrum", new long[] {4}, new float[4])),
                tensors(
                        "has the unexpected key base_model.model.waveft_spectrum",
                        w -> w.add("base_model.model.waveft_spectrum", new long[] {4}, new float[4])),
                tensors("the adapter has no layer", w -> w));
    }

    private static Arguments tensors(String fault, UnaryOperator<SafetensorsWriter> tensors) {
        return Arguments.of(fault, tensors);
    }

    @ParameterizedTest
    @MethodSource("wrongTensors")
    void refusesTensorsThatAreWrong(String fault, UnaryOperator<SafetensorsWriter> tensors) throws IOException {
        Files.writeString(
                folder.resolve("adapter_config.json"),
                Json.write(WaveFtConfig.builder().nFrequency(4).build().fields()));
        tensors.apply(new SafetensorsWriter()).write(folder.resolve("adapter_model.safetensors"));

        assertThatThrownBy(() -> AdapterFolder.read(folder))
                .isInstanceOf(AdapterException.class)
                .hasMessageStartingWith(folder.resolve("adapter_model.safetensors") + ": ")
                .hasMessageContaining(fault);
    }

    @Test
    void refusesLoraFactorsThatDoNotFitTogether() throws IOException {
        Files.writeString(
                folder.resolve("adapter_config.json"),
                Json.write(LoraConfig.builder().rank(2).build().fields()));
        Path model = folder.resolve("adapter_model.safetensors");
        String key = "base_model.model.a.to_q.";

        new SafetensorsWriter()
                .add(key + "lora_A.weight", new long[] {2, 3}, new float[6])
                .write(model);
        assertThatThrownBy(() -> AdapterFolder.read(folder))
                .hasMessage(model + ": lacks the key " + key + "lora_B.weight");

        new SafetensorsWriter()
                .add(key + "lora_A.weight", new long[] {2, 3}, new float[6])
                .add(key + "lora_B.weight", new long[] {3, 1}, new float[3])
                .write(model);
        assertThatThrownBy(() -> AdapterFolder.read(folder))
                .hasMessage(model + ": " + key + "lora_B.weight has shape [3, 1], expected [out, 2]");

        new SafetensorsWriter()
                .add(key + "lora_A.weight", new long[] {2, 3, 1, 1}, new float[6])
                .add(key + "lora_B.weight", new long[] {3, 2, 1, 1}, new float[6])
                .write(model);
        assertThatThrownBy(() -> AdapterFolder.read(folder))
                .hasMessageContaining("lora_A.weight has shape [2, 3, 1, 1], expected that of a linear layer");
    }

    @Test
    void namesWhatIsMissing() throws IOException {
        assertThatThrownBy(() -> AdapterFolder.read(folder.resolve("none")))
                .hasMessage(folder.resolve("none") + ": no such folder");
        assertThatThrownBy(() -> AdapterFolder.read(folder))
                .hasMessage(folder.resolve("adapter_config.json") + ": no such file");
        Files.copy(Golden.adapter("lora_r4").resolve("adapter_config.json"), folder.resolve("adapter_config.json"));
        assertThatThrownBy(() -> AdapterFolder.read(folder))
                .hasMessage(folder.resolve("adapter_model.safetensors") + ": no such file");
        Files.writeString(folder.resolve("adapter_model.safetensors"), "nonsense");
        assertThatThrownBy(() -> AdapterFolder.read(folder))
                .isInstanceOf(AdapterException.class)
                .hasMessageStartingWith(folder.resolve("adapter_model.safetensors") + ": not a safetensors file");
    }

    @Test
    void readsALoraOfDiffusers() {
        Adapter peft = AdapterFolder.read(Golden.adapter("lora_r4"));
        SafetensorsWriter writer = new SafetensorsWriter();
        try (SafetensorsFile file =
                SafetensorsFile.open(Golden.adapter("lora_r4").resolve(AdapterFolder.MODEL))) {
            file.tensors()
                    .values()
                    .forEach(entry -> writer.add(
                            entry.name().replace("base_model.model.", "unet."),
                            entry.dtype(),
                            entry.shape(),
                            file.map(entry.name())));
        }
        String first = peft.modules().iterator().next();
        writer.add("unet." + first + ".alpha", new long[0], new float[] {8});
        writer.write(folder.resolve("pytorch_lora_weights.safetensors"));

        Adapter adapter = AdapterFolder.read(folder);

        assertThat(adapter.modules()).isEqualTo(peft.modules());
        for (String module : peft.modules()) {
            assertThat(adapter.tensors(module)).isEqualTo(peft.tensors(module));
            assertThat(adapter.scaling(module)).isEqualTo(module.equals(first) ? 2 : 1);
        }
    }

    private void change(Path source, String from, String to) throws IOException {
        String config = Files.readString(source.resolve("adapter_config.json"));
        assertThat(config).contains(from);
        Files.writeString(folder.resolve("adapter_config.json"), config.replace(from, to));
        Files.copy(source.resolve("adapter_model.safetensors"), folder.resolve("adapter_model.safetensors"));
    }
}
