package io.wavemesh.local.demo;

import io.wavemesh.local.report.ContactSheet;
import io.wavemesh.local.report.DemoResult;
import io.wavemesh.local.report.HtmlReport;
import io.wavemesh.local.report.ReportJson;
import io.wavemesh.pictures.AtomicFiles;
import io.wavemesh.pictures.PngWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The demo's folder: pictures, reports, the adapter, and the mesh's own data below {@code mesh}. */
public final class DemoFolder {
    /** Broker data, object store and logs. */
    public static final String MESH = "mesh";

    private static final List<String> DATA = List.of("kafka", "store");
    private static final String PROVENANCE = "provenance.json";
    private static final List<String> ADAPTER_FILES =
            List.of("adapter_config.json", "adapter_model.safetensors", PROVENANCE);

    private final Path folder;

    private DemoFolder(Path folder) {
        this.folder = folder;
    }

    /** Makes the folder and removes an earlier run's mesh data, pictures and reports. */
    static DemoFolder prepare(Path folder) {
        DemoFolder prepared = new DemoFolder(folder);
        try {
            Files.createDirectories(folder);
            prepared.deleteMeshData();
            for (String result : List.of("report.json", "report.html", "contact-sheet.png")) {
                Files.deleteIfExists(folder.resolve(result));
            }
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
        return prepared;
    }

    /** Removes broker data and object store; the logs stay. */
    void deleteMeshData() {
        DATA.forEach(name -> deleteTree(folder.resolve(MESH).resolve(name)));
    }

    /** Writes one drawing and returns its file name. */
    String writeDrawing(String kind, int prompt, long seed, byte[] png) {
        String name = kind + "-" + prompt + "-seed" + seed + ".png";
        AtomicFiles.write(folder.resolve(name), png);
        return name;
    }

    /** Copies the adapter, so that {@code ./wavemesh generate} can use it. */
    void writeAdapter(InferenceClient inference, String adapterId) throws InterruptedException {
        for (String name : ADAPTER_FILES) {
            AtomicFiles.write(adapter().resolve(name), inference.file(adapterId, name));
        }
    }

    /** Folder of the adapter's copy. */
    Path adapter() {
        return folder.resolve("adapter");
    }

    /** How the adapter came to be, as the trainer wrote it. */
    Map<String, Object> provenance() {
        return ServiceClient.object(SubjectPictures.bytes(adapter().resolve(PROVENANCE)));
    }

    /** Writes contact sheet, HTML and JSON. */
    void writeReports(DemoResult result) {
        AtomicFiles.write(folder.resolve("contact-sheet.png"), PngWriter.encode(ContactSheet.draw(result)));
        AtomicFiles.write(
                folder.resolve("report.html"), HtmlReport.render(result).getBytes(StandardCharsets.UTF_8));
        AtomicFiles.write(
                folder.resolve("report.json"), ReportJson.render(result).getBytes(StandardCharsets.UTF_8));
    }

    private static void deleteTree(Path tree) {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
