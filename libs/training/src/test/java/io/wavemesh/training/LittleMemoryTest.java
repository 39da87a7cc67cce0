package io.wavemesh.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import io.wavemesh.pictures.Picture;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Trainings for which memory does not suffice: the address space of this process is limited while they run. */
@EnabledOnOs(
        value = OS.LINUX,
        architectures = {"amd64", "x86_64"})
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LittleMemoryTest {

    private static final int ADDRESS_SPACE = 9;
    private static final int BATCH = 12;
    private static final int RESOLUTION = 256;
    private static final long LEAST = 16 << 20;
    private static final double ROUNDING = 1e-5;

    /** What is needed of the C library. */
    interface CLibrary extends Library {
        /** Reads a limit of this process. */
        int getrlimit(int resource, Limit limit);

        /** Sets one. */
        int setrlimit(int resource, Limit limit);
    }

    /** struct rlimit. */
    @FieldOrder({"soft", "hard"})
    public static class Limit extends Structure {
        /** In force, in bytes. */
        public long soft;
        /** The most that may be in force. */
        public long hard;
    }

    private static ModelFolder model;
    private static TrainingEngine engine;

    @BeforeAll
    static void open() {
        TorchRuntime.load(TrainingEngineOptions.cpu());
        oneDnn((byte) 0);
        model = ModelFolder.open(Golden.tinyModel());
        engine = TrainingEngine.open(
                model, TrainingEngineOptions.cpu().withActivations(TrainingEngineOptions.Activations.KEEP));
    }

    @AfterAll
    static void close() {
        engine.close();
        model.close();
        oneDnn((byte) 1);
    }

    /** Off, as oneDNN remembers a kernel that it got no memory for as impossible. */
    private static void oneDnn(byte wanted) {
        TorchSymbols torch = TorchSymbols.torchCpu();
        Pointer context = torch.call(Pointer.class, "_ZN2at13globalContextEv");
        torch.call("_ZN2at7Context20setUserEnabledMkldnnEb", context, wanted);
    }

    @Test
    @Order(1) // the C library keeps what the other takes, and this one would find it
    void trainsWithRecomputedActivationsOrFewerPicturesAtOnce() throws IOException {
        TrainingPlan plan = plan(BATCH, RESOLUTION);
        List<String> warnings = new ArrayList<>();
        List<TrainingStep> little = new ArrayList<>();
        Logger logger = Logger.getLogger(TrainingRun.class.getName());
        Handler handler = new Warnings(warnings);
        logger.addHandler(handler);
        try {
            // what the process needs beside the training is not known: from too little to just enough
            long limit = LEAST;
            while (limited(limit, () -> engine.train(plan, pictures(), little::add))
                    instanceof TrainingOutcome.OutOfMemory) {
                limit += LEAST;
            }
        } finally {
            logger.removeHandler(handler);
        }
        List<TrainingStep> whole = new ArrayList<>();
        engine.train(plan, pictures(), whole::add).orThrow();

        assertThat(warnings).isNotEmpty().allMatch(each -> each.contains("memory does not suffice at step 1"));
        assertThat(little).hasSize(1);
        assertThat(little.get(0).loss())
                .isCloseTo(whole.get(0).loss(), within(ROUNDING * whole.get(0).loss()));
        assertThat(little.get(0).gradNorm())
                .isCloseTo(
                        whole.get(0).gradNorm(), within(ROUNDING * whole.get(0).gradNorm()));
    }

    @Test
    void saysThatMemoryDoesNotSufficeAndStaysUsable() throws IOException {
        String before = engine.train(plan(1, 64), pictures(), TrainingListener.NONE)
                .orThrow()
                .adapter()
                .identity();

        TrainingOutcome outcome =
                limited(100 << 20, () -> engine.train(plan(1, 1536), pictures(), TrainingListener.NONE));

        assertThat(outcome).isInstanceOfSatisfying(TrainingOutcome.OutOfMemory.class, end -> {
            assertThat(end.stepsDone()).isZero();
            assertThat(end.reason())
                    .startsWith("the device has too little memory")
                    .doesNotContain("\n");
        });
        assertThat(engine.train(plan(1, 64), pictures(), TrainingListener.NONE)
                        .orThrow()
                        .adapter()
                        .identity())
                .isEqualTo(before);
    }

    private static TrainingPlan plan(int batch, int resolution) {
        Map<String, Object> settings =
                Map.of("classNoun", "dog", "steps", 1, "batch", batch, "resolution", resolution, "nFrequency", 24);
        return TrainingPlan.resolve(settings, model);
    }

    private static List<Picture> pictures() {
        byte[] rgb = new byte[3 * RESOLUTION * RESOLUTION];
        for (int at = 0; at < rgb.length; at++) {
            rgb[at] = (byte) (at / 7);
        }
        return List.of(Picture.of(RESOLUTION, RESOLUTION, rgb));
    }

    /** Collects warnings. */
    private static final class Warnings extends Handler {
        private final List<String> texts;

        Warnings(List<String> texts) {
            this.texts = texts;
        }

        @Override
        public void publish(LogRecord record) {
            texts.add(new SimpleFormatter().formatMessage(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private static <T> T limited(long bytes, Supplier<T> work) throws IOException {
        CLibrary c = Native.load("c", CLibrary.class);
        Limit before = new Limit();
        c.getrlimit(ADDRESS_SPACE, before);
        Limit limit = new Limit();
        limit.hard = before.hard;
        limit.soft = addressSpace() + bytes;
        c.setrlimit(ADDRESS_SPACE, limit);
        try {
            return work.get();
        } finally {
            c.setrlimit(ADDRESS_SPACE, before);
        }
    }

    private static long addressSpace() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmSize:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElseThrow();
        }
    }
}
