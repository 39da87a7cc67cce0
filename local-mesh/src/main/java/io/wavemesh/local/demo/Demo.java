package io.wavemesh.local.demo;

import io.wavemesh.local.ProgressBar;
import io.wavemesh.local.evaluation.Scorer;
import io.wavemesh.local.mesh.Mesh;
import io.wavemesh.local.report.Comparison;
import io.wavemesh.local.report.DemoResult;
import io.wavemesh.local.report.Drawing;
import io.wavemesh.local.report.LossPoint;
import io.wavemesh.pictures.Picture;
import io.wavemesh.pictures.PictureDecoder;
import io.wavemesh.pictures.PictureLimits;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One run of the demo: starts a mesh, has a subject learned and drawn, scores and reports. Only a client of the services:
 * everything goes over HTTP.
 */
public final class Demo {
    private static final PictureLimits OWN_DRAWINGS = new PictureLimits(64L << 20, 50_000_000, 8);

    private final DemoSettings settings;
    private final PrintWriter err;
    private final PhaseClock clock = new PhaseClock(System::nanoTime);
    private final List<LossPoint> loss = new ArrayList<>();
    private final SettingsTable table = new SettingsTable();

    /**
     * @param settings what to do
     * @param err for progress
     */
    public Demo(DemoSettings settings, PrintWriter err) {
        this.settings = settings;
        this.err = err;
    }

    /** Everything drawn in one way. */
    private record Gallery(List<Drawing> drawings, List<Picture> pictures) {}

    /**
     * Runs and leaves the results in the folder; stops all that it started.
     *
     * @throws RuntimeException of several kinds, with one-line messages
     */
    public DemoResult run() throws InterruptedException {
        DemoFolder folder = DemoFolder.prepare(settings.out());
        List<Picture> subject = settings.subject().decode();
        say("starting Kafka and three services (logs: " + settings.mesh().data().resolve("logs") + ")");
        DemoResult result;
        try (Mesh mesh = Mesh.start(settings.mesh())) {
            clock.end("start");
            result = personalize(mesh, folder, subject);
        }
        if (!settings.keep()) {
            folder.deleteMeshData();
        }
        return result;
    }

    private DemoResult personalize(Mesh mesh, DemoFolder folder, List<Picture> subject) throws InterruptedException {
        InferenceClient inference = new InferenceClient(mesh.inference());
        String adapterId = train(new IngestClient(mesh.ingest()), mesh);
        Map<String, Object> adapter = inference.awaitAdapter(adapterId, mesh::requireAlive);
        folder.writeAdapter(inference, adapterId);
        clock.end("announcement");
        String classNoun = settings.subject().classNoun();
        ProgressBar bar = bar("drawing");
        Gallery base = draw(inference, folder, "base", classNoun, Optional.empty(), bar);
        Gallery own = draw(
                inference,
                folder,
                "personalized",
                settings.instanceToken() + " " + classNoun,
                Optional.of(adapterId),
                bar);
        bar.end();
        clock.end("drawing");
        return score(folder, subject, base, own, adapter);
    }

    private String train(IngestClient ingest, Mesh mesh) throws InterruptedException {
        String path = ingest.submit(settings.subject(), settings.instanceToken(), settings.steps());
        clock.end("upload");
        ProgressBar bar = bar("training");
        TrainingProgress last = ingest.follow(path, event -> show(event, bar), mesh::requireAlive);
        bar.end();
        clock.end("training");
        return last.adapterId()
                .orElseThrow(() ->
                        new DemoException("the training ended " + last.state().toLowerCase(Locale.ROOT)
                                + last.fault().map(reason -> ": " + reason).orElse("")));
    }

    private void show(TrainingProgress event, ProgressBar bar) {
        if (event.steps() > 0) {
            event.loss().ifPresent(value -> addLoss(event.step(), value));
            String detail = event.loss()
                    .map(value -> String.format(Locale.ROOT, "loss %.4f", value))
                    .orElse("");
            bar.show(event.step(), event.steps(), detail, event.secondsLeft());
            table.put("training steps", Integer.toString(event.steps()));
        }
    }

    private void addLoss(int step, double value) {
        boolean newer = loss.isEmpty() || loss.get(loss.size() - 1).step() < step;
        if (newer) {
            loss.add(new LossPoint(step, value));
        }
    }

    private Gallery draw(
            InferenceClient inference,
            DemoFolder folder,
            String kind,
            String phrase,
            Optional<String> adapterId,
            ProgressBar bar)
            throws InterruptedException {
        List<Drawing> drawings = new ArrayList<>();
        List<Picture> pictures = new ArrayList<>();
        List<String> prompts = PromptSet.about(phrase);
        int all = 2 * prompts.size();
        for (int i = 0; i < prompts.size(); i++) {
            bar.show(i + (adapterId.isPresent() ? prompts.size() : 0), all, kind, -1);
            long seed = PromptSet.seed(i);
            InferenceClient.Drawn drawn = inference.draw(prompts.get(i), seed, PromptSet.PICTURES_A_PROMPT, adapterId);
            table.drawing(drawn.settings());
            for (int k = 0; k < drawn.pictures().size(); k++) {
                byte[] png = drawn.pictures().get(k);
                String name = folder.writeDrawing(kind, i + 1, seed + k, png);
                Picture picture = PictureDecoder.decode(png, OWN_DRAWINGS);
                pictures.add(picture);
                drawings.add(new Drawing(prompts.get(i), seed + k, name, picture.toImage()));
            }
        }
        return new Gallery(drawings, pictures);
    }

    private DemoResult score(
            DemoFolder folder, List<Picture> subject, Gallery base, Gallery own, Map<String, Object> adapter) {
        List<String> texts = base.drawings().stream().map(Drawing::prompt).toList();
        Comparison identity;
        Comparison alignment;
        try (Scorer scorer = Scorer.open(settings.models())) {
            identity =
                    new Comparison(scorer.identity(base.pictures(), subject), scorer.identity(own.pictures(), subject));
            alignment = new Comparison(
                    scorer.textAlignment(base.pictures(), texts), scorer.textAlignment(own.pictures(), texts));
        }
        clock.end("scoring");
        table.adapter(adapter, folder);
        DemoResult result = new DemoResult(
                settings.subject().name(),
                settings.subject().classNoun(),
                settings.instanceToken(),
                subject.stream().map(Picture::toImage).toList(),
                base.drawings(),
                own.drawings(),
                identity,
                alignment,
                ((Number) adapter.get("bytes")).longValue(),
                ((Number) adapter.get("parameters")).longValue(),
                clock.seconds(),
                table.entries(),
                loss);
        folder.writeReports(result);
        return result;
    }

    private ProgressBar bar(String label) {
        return new ProgressBar(err, ProgressBar.Style.detect(ProgressBar.Style.PLAIN), label);
    }

    private void say(String message) {
        err.println("wavemesh: " + message);
        err.flush();
    }
}
