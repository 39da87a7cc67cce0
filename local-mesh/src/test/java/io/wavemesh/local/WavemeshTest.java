package io.wavemesh.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.access.Caller;
import io.wavemesh.access.Scope;
import io.wavemesh.access.WatchedKeys;
import io.wavemesh.contracts.ClientId;
import io.wavemesh.local.command.OneLineErrors;
import io.wavemesh.waveft.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class WavemeshTest {
    private static final String MODEL = Path.of("../models/nano-sdxl").toString();

    @TempDir
    private Path folder;

    private record Ended(int status, String out, String err) {
        List<String> lines() {
            return Stream.concat(out.lines(), err.lines()).toList();
        }
    }

    private static Ended run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Wavemesh.run(arguments, new PrintWriter(out), new PrintWriter(err));
        return new Ended(status, out.toString(), err.toString());
    }

    static Stream<List<String>> badInput() {
        return Stream.of(
                List.of(),
                List.of("nonsense"),
                List.of("train"),
                List.of("train", "--base", "m", "--out", "o", "--pictures", "p"),
                List.of("train", "--base", "m", "--out", "o", "--pictures", "p", "--class-noun", " "),
                List.of("train", "--base", "m", "--out", "o", "--replay", "r", "--steps", "3"),
                List.of("train", "--base", "m", "--out", "o", "--replay", "r", "--class-noun", "dog"),
                List.of("train", "--base", "m", "--out", "o", "--replay", "r", "--learning-rate", "NaN"),
                List.of("train", "--base", "m", "--out", "o", "--replay", "r", "--init", "a", "--rank", "4"),
                List.of("train", "--base", "m", "--out", "o", "--replay", "r", "--location-seed", "4294967296"),
                List.of("train", "--base", "m", "--out", "o", "--replay", "r", "--n-frequency", "0"),
                List.of("generate", "--base", MODEL, "--prompt", "p", "--out", "picture.jpg"),
                List.of("generate", "--base", "/nowhere", "--prompt", "p", "--out", "picture.png"),
                List.of("generate", "--base", MODEL, "--prompt", "p", "--out", "p.png", "--size", "12"),
                List.of("generate", "--base", MODEL, "--prompt", "p", "--out", "p.png", "--steps", "0"),
                List.of("generate", "--base", MODEL, "--prompt", "p", "--out", "p.png", "--scheduler", "x\ny"),
                List.of("generate", "--base", MODEL, "--prompt", "p", "--out", "p.png", "--adapter", "/no\nwhere"),
                List.of("generate", "--base", MODEL, "--prompt", "p", "--out", "p.png", "--adapter", MODEL),
                List.of("generate", "--base", MODEL, "--prompt", "p", "--out", "p.png", "--latents-in", "/etc/hosts"),
                List.of("unet", "--base", MODEL, "--in", "/nowhere", "--out", "o"),
                List.of("unet", "--base", MODEL, "--in", "/nowhere", "--out", "o", "--engine", "magic"),
                List.of(
                        "unet",
                        "--base",
                        MODEL,
                        "--in",
                        "i",
                        "--out",
                        "o",
                        "--engine",
                        "reference",
                        "--device",
                        "cuda:0"),
                List.of("unet", "--base", MODEL, "--in", "i", "--out", "o", "--device", "gpu"),
                List.of("train", "--base", "m", "--out", "o", "--replay", "r", "--device", "cuda"),
                List.of("generate", "--base", MODEL, "--prompt", "p", "--out", "p.png", "--device", "cuda:x"),
                List.of("encode-prompt", "--base", MODEL, "--prompt", "p", "--out", "o", "--device", ""),
                List.of("demo", "--device", "GPU"),
                List.of("up", "--device", "cuda:-1"),
                List.of("adapter"),
                List.of("adapter", "inspect", "/nowhere"),
                List.of("adapter", "delta", "/nowhere", "--base", MODEL, "--out", "o"),
                List.of("adapter", "convert", "/nowhere", "--out", "o", "--dtype", "float64"),
                List.of("demo", "--subject", "nobody"),
                List.of("demo", "--class-noun", "dog"),
                List.of("up", "--kafka-port", "70000"),
                List.of("up", "--kafka-port", "-1"),
                List.of("key"),
                List.of("key", "new", "--client", "acme"),
                List.of("key", "new", "--scope", "admin"),
                List.of("key", "new", "--client", "acme", "--scope", "everything"),
                List.of("key", "new", "--client", "a b", "--scope", "admin"),
                List.of("key", "new", "--client", "oidc.ann", "--scope", "admin"),
                List.of("dlq"),
                List.of("dlq", "list"),
                List.of("dlq", "list", "--bootstrap-servers", "no port"),
                List.of("dlq", "list", "--bootstrap-servers", "127.0.0.1:1", "--command-config", "/nowhere"),
                List.of("dlq", "list", "--bootstrap-servers", "127.0.0.1:1", "--topic", "adapters"),
                List.of("dlq", "list", "--bootstrap-servers", "127.0.0.1:1", "--topic-prefix", "a b"),
                List.of("dlq", "replay", "--bootstrap-servers", "127.0.0.1:1"),
                List.of("dlq", "drop", "--bootstrap-servers", "127.0.0.1:1", "--all", "--id", "job"));
    }

    @ParameterizedTest
    @MethodSource("badInput")
    void answersBadInputInOneLine(List<String> arguments) {
        System.setProperty("wavemesh.root", Path.of("..").toAbsolutePath().toString());

        Ended ended = run(arguments.toArray(String[]::new));

        assertThat(ended.status()).as(ended.err()).isEqualTo(2);
        assertThat(ended.lines()).hasSize(1);
        assertThat(ended.err()).startsWith("wavemesh");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "train", "generate", "export", "unet", "encode-prompt", "demo", "up", "adapter", "dlq", "key"
            })
    void everyCommandExplainsItself(String command) {
        Ended ended = command.isEmpty() ? run("--help") : run(command, "--help");

        assertThat(ended.status()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).contains("Usage:", "./wavemesh");
    }

    @Test
    void everyOptionIsDescribed() {
        checkDescriptions(Wavemesh.commandLine(new OneLineErrors(() -> false)));
    }

    private static void checkDescriptions(CommandLine command) {
        command.getCommandSpec().options().forEach(option -> assertThat(option.description())
                .as(option.longestName())
                .isNotEmpty());
        command.getSubcommands().values().forEach(WavemeshTest::checkDescriptions);
    }

    @Test
    void makesAKeyThatItsLineLetsIn() throws Exception {
        Ended ended = run("key", "new", "--client", "acme", "--scope", "subjects:write,subjects:read");

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.lines()).hasSize(2);
        Path keys = Files.writeString(folder.resolve("keys"), ended.lines().get(1) + "\n");
        assertThat(WatchedKeys.open(keys).ring().find(ended.lines().get(0)))
                .contains(Caller.of(new ClientId("acme"), Set.of(Scope.SUBJECTS_READ, Scope.SUBJECTS_WRITE)));
        assertThat(ended.lines().get(1)).doesNotContain(ended.lines().get(0).substring(16));
    }

    @Test
    void showsTheStackOnlyWhenAsked() {
        Ended ended = run("adapter", "inspect", "/nowhere", "--verbose");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("AdapterException", "\tat ");
    }

    @Test
    void takesAPromptThatLooksLikeAnOption() throws IOException {
        Path help = folder.resolve("help.safetensors");
        Path file = folder.resolve("@file");
        Files.writeString(file, "--seed");

        Ended option = run("encode-prompt", "--base", MODEL, "--prompt", "--help", "--out", help.toString());
        Ended at = run("encode-prompt", "--base", MODEL, "--prompt", "@" + file, "--out", file.toString());

        assertThat(option.lines()).isEmpty();
        assertThat(option.status()).isZero();
        assertThat(at.status()).isZero();
        assertThat(help).exists();
    }

    @Test
    void refusesInputsOfTheUnetWithoutABatchInCommon() {
        Path in = folder.resolve("in.safetensors");
        new SafetensorsWriter()
                .add("sample", new long[] {1, 8, 16, 16}, new float[2048])
                .add("timestep", new long[] {2}, new long[] {1, 2})
                .add("encoder_hidden_states", new long[] {1, 77, 4}, new float[308])
                .add("text_embeds", new long[] {1, 4}, new float[4])
                .add("time_ids", new long[] {1, 6}, new float[6])
                .write(in);

        Ended ended = run(
                "unet",
                "--base",
                MODEL,
                "--in",
                in.toString(),
                "--out",
                folder.resolve("o").toString());

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.lines()).singleElement().asString().contains("batch of 1");
    }
}
