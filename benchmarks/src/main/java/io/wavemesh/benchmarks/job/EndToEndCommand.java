package io.wavemesh.benchmarks.job;

import io.wavemesh.benchmarks.program.BenchmarkCommand;
import io.wavemesh.benchmarks.program.Column;
import io.wavemesh.benchmarks.program.Measurement;
import io.wavemesh.benchmarks.program.MemoryWatch;
import io.wavemesh.benchmarks.program.Results;
import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.store.FileObjectStore;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.training.TrainingPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code end-to-end}: from a folder of pictures to a stored image of the subject. */
@Command(
        name = "end-to-end",
        description = "Times the whole job: from a folder of pictures to a stored image of the subject.",
        footer = {
            "",
            "The services' use cases run in one process, over an object store of files: pictures are checked and stored, a job is",
            "trained with checkpoints, the adapter is stored, fetched and drawn with. Apart from a mesh are the brokers and HTTP.",
            "The trainer's model is let go before the other service's is loaded."
        })
public final class EndToEndCommand extends BenchmarkCommand {
    @Option(names = "--pictures", required = true, paramLabel = "DIR", description = "Folder of 1 to 64 pictures.")
    private Path pictures;

    @Option(
            names = "--class-noun",
            paramLabel = "WORD",
            defaultValue = "thing",
            description = "Default: ${DEFAULT-VALUE}.")
    private String classNoun;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "500",
            description = "Optimizer steps. Default: ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "4",
            description = "Pictures a step. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--image-steps",
            paramLabel = "N",
            defaultValue = "30",
            description = "Denoising steps. Default: ${DEFAULT-VALUE}.")
    private int imageSteps;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "3",
            description = "Images drawn one by one. Default: ${DEFAULT-VALUE}.")
    private int images;

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description = "Folder for the object store, kept. Default: a temporary one, deleted.")
    private Path work;

    @Override
    public List<Column> columns() {
        return List.of(
                Column.of("phase", "phase", 22),
                Column.number("seconds", "seconds", 3),
                Column.number("median_ms", "median ms", 1),
                Column.number("min_ms", "min ms", 1),
                Column.of("runs", "runs", 4),
                Column.gibi("device_bytes", "memory GiB"),
                Column.of("note", "note", 24));
    }

    @Override
    protected void measure(ModelFolder folder, Results rows) {
        rows.head("steps", steps);
        rows.head("batch", batch);
        try {
            Path place = work == null ? Files.createTempDirectory("wavemesh-job-") : Files.createDirectories(work);
            try (MemoryWatch memory = MemoryWatch.of(device())) {
                ObjectStore store = new FileObjectStore(place.resolve("objects"));
                AdapterAnnouncement adapter = train(folder.path(), store, place, rows, new Phases(rows, memory));
                device().releaseCache();
                draw(folder.path(), store, place, adapter, new Phases(rows, memory));
            } finally {
                if (work == null) {
                    delete(place);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private AdapterAnnouncement train(Path model, ObjectStore store, Path place, Results rows, Phases phases) {
        Mailbox mailbox = new Mailbox();
        Ingest ingest = new Ingest(store, mailbox);
        try (Trainer trainer = phases.timed(
                "load trainer",
                () -> new Trainer(ModelFolder.open(model), trainingOptions(), store, place.resolve("work"), mailbox))) {
            rows.version("libtorch", trainer.engine().libraryVersion());
            phases.timed("warm up trainer", () -> trainer.engine()
                    .warmUp(plan(trainer.engine().model())));
            long start = System.nanoTime();
            TrainingJob job = phases.timed("submit pictures", () -> ingest.submit(pictures, classNoun, settings()));
            long sent = System.nanoTime();
            AdapterAnnouncement adapter = trainer.run(job);
            long end = System.nanoTime();
            PhaseTimes times = trainer.times();
            phases.row("fetch pictures", seconds(sent, times.called()), Map.of());
            phases.row("decode pictures", times.decodingSeconds(), Map.of());
            phases.row(
                    "encode text, latents",
                    times.encodingSeconds(),
                    Map.of("note", job.pictures().size() + " pictures"));
            Map<String, Object> all = new LinkedHashMap<>();
            Measurement.of(times.steps()).addTo(all);
            all.put("note", "loss %.4f, then %.4f".formatted(times.firstLoss(), times.lastLoss()));
            phases.row("train", times.trainingSeconds(), all);
            phases.row("store adapter", seconds(times.ended(), end), Map.of("note", adapter.byteCount() + " bytes"));
            phases.row(
                    "job",
                    seconds(start, end),
                    Map.of("note", "from pictures to adapter", "steps", steps, "batch", batch));
            return adapter;
        }
    }

    private void draw(Path model, ObjectStore store, Path place, AdapterAnnouncement adapter, Phases phases) {
        try (Artist artist =
                phases.timed("load inference", () -> new Artist(ModelFolder.open(model), drawingOptions(), store))) {
            phases.timed("warm up inference", artist::warmUp);
            long start = System.nanoTime();
            phases.timed("fetch adapter", () -> artist.fetch(adapter, place.resolve("fetched")));
            phases.timed("prepare adapter", () -> artist.prepare(place.resolve("fetched")));
            String id = phases.timed("first image, stored", () -> artist.draw(classNoun, 0, imageSteps));
            phases.row("image", seconds(start, System.nanoTime()), Map.of("note", id.substring(0, 12)));
            Map<String, Object> more = new LinkedHashMap<>();
            Measurement further = Measurement.of(images, () -> artist.draw(classNoun, artist.drawn(), imageSteps));
            further.addTo(more);
            phases.row("further images", further.median(), more);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("steps", (long) steps);
        settings.put("batch", (long) batch);
        return settings;
    }

    private TrainingPlan plan(ModelFolder model) {
        Map<String, Object> settings = new LinkedHashMap<>(settings());
        settings.put("classNoun", classNoun);
        return TrainingPlan.resolve(settings, model);
    }

    private static double seconds(long from, long to) {
        return (to - from) * 1e-9;
    }
}
