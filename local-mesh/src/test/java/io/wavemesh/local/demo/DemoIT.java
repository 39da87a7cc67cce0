package io.wavemesh.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.local.mesh.MeshSettings;
import io.wavemesh.local.mesh.Ports;
import io.wavemesh.local.report.DemoResult;
import io.wavemesh.local.report.Drawing;
import io.wavemesh.waveft.adapter.Adapter;
import io.wavemesh.waveft.adapter.AdapterFolder;
import io.wavemesh.waveft.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole path through broker, services and files, with a training too short to learn much. */
class DemoIT {
    private static final Path ROOT = Path.of(System.getProperty("wavemesh.root"));
    private static final int STEPS = 12;

    @TempDir
    private Path folder;

    @Test
    void goesFromPicturesToPersonalizedPictures() throws Exception {
        StringWriter progress = new StringWriter();
        DemoSettings settings = new DemoSettings(
                new MeshSettings(
                        ROOT,
                        ROOT.resolve("models/nano-sdxl"),
                        folder.resolve(DemoFolder.MESH),
                        Ports.ANY.resolved(),
                        "cpu"),
                ROOT.resolve("models"),
                folder,
                SubjectPictures.bundled(ROOT.resolve("examples/subjects"), "duck"),
                "zjw",
                OptionalInt.of(STEPS),
                false);

        DemoResult result = new Demo(settings, new PrintWriter(progress, true)).run();

        assertThat(result.base())
                .hasSize(8)
                .extracting(Drawing::prompt)
                .allMatch(prompt -> prompt.startsWith("a bird "));
        assertThat(result.personalized()).extracting(Drawing::prompt).allMatch(p -> p.startsWith("a zjw bird "));
        assertThat(result.identity().base()).isBetween(-1.0, 1.0);
        assertThat(result.identity().personalized())
                .isNotEqualTo(result.identity().base());
        assertThat(result.loss()).isNotEmpty().allMatch(point -> point.loss() > 0 && point.step() <= STEPS);
        assertThat(progress.toString()).contains("training " + STEPS + "/" + STEPS, "drawing ");
        assertReport(result);
        assertAdapter(result);
        assertThat(folder.resolve("mesh/store")).doesNotExist();
        assertThat(folder.resolve("mesh/logs/trainer.log")).isNotEmptyFile();
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    private void assertReport(DemoResult result) throws Exception {
        Map<?, ?> report = (Map<?, ?>) Json.parse(Files.readString(folder.resolve("report.json")));
        Map<?, ?> identity = (Map<?, ?>) report.get("identity");
        assertThat((Double) identity.get("base")).isEqualTo(result.identity().base());
        assertThat(((Map<?, ?>) report.get("seconds")).keySet().toArray())
                .containsExactly("start", "upload", "training", "announcement", "drawing", "scoring", "total");
        assertThat(folder.resolve("report.html")).isNotEmptyFile();
        assertThat(ImageIO.read(folder.resolve("contact-sheet.png").toFile()).getWidth())
                .isGreaterThan(1200);
        for (Drawing drawing : result.personalized()) {
            assertThat(ImageIO.read(folder.resolve(drawing.fileName()).toFile()).getWidth())
                    .isEqualTo(128);
        }
    }

    private void assertAdapter(DemoResult result) throws Exception {
        Adapter adapter = AdapterFolder.read(folder.resolve("adapter"));
        assertThat(adapter.parameterCount()).isEqualTo(result.adapterParameters());
        assertThat(Files.size(folder.resolve("adapter/adapter_model.safetensors")))
                .isEqualTo(result.adapterBytes());
    }
}
