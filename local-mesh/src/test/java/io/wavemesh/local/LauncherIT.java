package io.wavemesh.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.sdxl.tokenizer.ClipTokenizer;
import io.wavemesh.waveft.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as a user calls it: a process of its own, from any folder, in any locale. */
class LauncherIT {
    private static final Path ROOT = Path.of(System.getProperty("wavemesh.root"));
    private static final String MODEL = ROOT.resolve("models/nano-sdxl").toString();

    @TempDir
    private Path folder;

    private record Ended(int status, String output) {}

    @Test
    void runsFromAnyFolderThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("linked wavemesh"), ROOT.resolve("wavemesh"));

        Ended ended = run(Map.of(), link, "--version");

        assertThat(ended.output()).matches("wavemesh \\S+\\n");
        assertThat(ended.status()).isZero();
    }

    @Test
    void takesArgumentsAsTheyAreInAnyLocale() throws Exception {
        String prompt = "  a café 你好 😀 @file  \t$HOME \"quoted\" \\n ";
        Path out = folder.resolve("ünïcode 好.safetensors");

        Ended ended = run(
                Map.of("LC_ALL", "POSIX", "LANG", "C"),
                "encode-prompt",
                "--base",
                MODEL,
                "--prompt",
                prompt,
                "--out",
                out.toString());

        assertThat(ended.output()).isEmpty();
        assertThat(ended.status()).isZero();
        try (SafetensorsFile file = SafetensorsFile.open(out);
                ClipTokenizer tokenizer = ClipTokenizer.of(Path.of(MODEL, "tokenizer"))) {
            assertThat(file.longs("input_ids")).isEqualTo(tokenizer.encode(prompt));
        }
    }

    @Test
    void badInputIsOneLineWhateverTheJvmWouldSay() throws Exception {
        Map<String, String> talkative =
                Map.of("JAVA_TOOL_OPTIONS", "-Dsome=1", "JDK_JAVA_OPTIONS", "-Dother=2", "_JAVA_OPTIONS", "-Xmx900m");

        Ended ended = run(
                talkative,
                "generate",
                "--base",
                MODEL,
                "--prompt",
                "p",
                "--size",
                "100x100",
                "--out",
                folder + "/p.png");

        assertThat(ended.output().lines()).hasSize(1);
        assertThat(ended.status()).isEqualTo(2);
    }

    @Test
    void saysSoWhenThereIsNoJdk() throws Exception {
        Path old = Files.createDirectories(folder.resolve("jdk11/bin")).getParent();
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
        Path java = Files.writeString(old.resolve("bin/java"), "#!/bin/sh\nexit 0\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();

        Ended tooOld = run(Map.of("JAVA_HOME", old.toString()), "--version");
        Ended none = run(Map.of("JAVA_HOME", "/nowhere"), "--version");

        assertThat(tooOld.output())
                .isEqualTo(none.output())
                .contains("JDK of version 17")
                .hasLineCount(1);
        assertThat(tooOld.status()).isEqualTo(2);
    }

    @Test
    void aBrokenModelFileIsOneLine() throws Exception {
        Path model = folder.resolve("model");
        copyTree(Path.of(MODEL), model);
        Path weights = model.resolve("text_encoder/model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        Files.write(weights, Arrays.copyOf(bytes, bytes.length / 2));

        Ended ended =
                run(Map.of(), "encode-prompt", "--base", model.toString(), "--prompt", "p", "--out", folder + "/o");

        assertThat(ended.output().lines()).hasSize(1);
        assertThat(ended.output()).contains("model.safetensors");
        assertThat(ended.status()).isEqualTo(2);
    }

    @Test
    void picturesAreNumberedAndReplaced() throws Exception {
        Path out = folder.resolve("p.png");
        Files.writeString(folder.resolve("p-1.png"), "old");

        Ended ended = run(
                Map.of(),
                "generate",
                "--base",
                MODEL,
                "--prompt",
                "a flower",
                "--steps",
                "1",
                "--count",
                "2",
                "--out",
                out.toString());

        assertThat(ended.output()).isEmpty();
        assertThat(Files.readAllBytes(folder.resolve("p-1.png"))).startsWith(0x89, 'P', 'N', 'G');
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("p-1.png", "p-2.png");
        }
    }

    private Ended run(Map<String, String> environment, String... arguments) throws Exception {
        return run(environment, ROOT.resolve("wavemesh"), arguments);
    }

    private Ended run(Map<String, String> environment, Path launcher, String... arguments) throws Exception {
        List<String> command = Stream.concat(Stream.of(launcher.toString()), Stream.of(arguments))
                .toList();
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("WAVEMESH_BUILD", "never");
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
