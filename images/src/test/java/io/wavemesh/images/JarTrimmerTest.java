package io.wavemesh.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarTrimmerTest {
    @TempDir
    private Path folder;

    @Test
    void takesOtherPlatformsOutAndLeavesTheRestAsItWas() throws Exception {
        Path jar = folder.resolve("a.jar");
        PackagedService.jar(
                jar,
                "A.class",
                "META-INF/MANIFEST.MF",
                "linux/amd64/liba.so",
                "linux/aarch64/liba.so",
                "win/amd64/a.dll");

        Path trimmed = new JarTrimmer(folder.resolve("jars"), folder.resolve("native")).trim(jar);

        assertThat(trimmed).isEqualTo(folder.resolve("jars/a.jar"));
        try (ZipFile zip = new ZipFile(trimmed.toFile())) {
            assertThat(zip.stream())
                    .extracting("name")
                    .containsExactly("A.class", "META-INF/MANIFEST.MF", "linux/amd64/liba.so");
            assertThat(zip.getInputStream(zip.getEntry("A.class"))).hasContent("content of A.class");
            assertThat(zip.getEntry("A.class").getTimeLocal()).isEqualTo(LocalDateTime.of(2020, 1, 2, 3, 4, 6));
        }
        assertThat(folder.resolve("native")).doesNotExist();
    }

    @Test
    void enginesLibrariesBecomeFiles() throws Exception {
        Path jar = folder.resolve("onnxruntime.jar");
        PackagedService.jar(jar, "A.class", "ai/onnxruntime/native/linux-x64/libonnxruntime.so");

        new JarTrimmer(folder.resolve("jars"), folder.resolve("native")).trim(jar);

        assertThat(folder.resolve("native/onnxruntime/libonnxruntime.so"))
                .hasContent("content of ai/onnxruntime/native/linux-x64/libonnxruntime.so");
    }

    @Test
    void aJarWithoutThemIsNotCopied() throws Exception {
        Path jar = folder.resolve("a.jar");
        PackagedService.jar(jar, "A.class", "linux/amd64/liba.so");

        assertThat(new JarTrimmer(folder.resolve("jars"), folder.resolve("native")).trim(jar))
                .isEqualTo(jar);
    }
}
