package io.wavemesh.local.command;

import io.wavemesh.local.demo.Demo;
import io.wavemesh.local.demo.DemoFolder;
import io.wavemesh.local.demo.DemoSettings;
import io.wavemesh.local.demo.SubjectPictures;
import io.wavemesh.local.mesh.MeshSettings;
import io.wavemesh.local.report.DemoResult;
import io.wavemesh.sdxl.model.ModelFolder;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./wavemesh demo}: the whole path from pictures to personalized pictures. */
@Command(
        name = "demo",
        description = {
            "Personalizes the bundled model from a few pictures, through the real parts: pictures go to the ingest"
                    + " service over HTTP, the job over Kafka to the trainer, the adapter over Kafka to the inference"
                    + " service, which draws with and without it. Writes the pictures, a contact sheet, report.html and"
                    + " report.json."
        },
        footer = {
            "",
            "It fails unless the adapter adds at least 0.2 to the identity figure.",
            "",
            "Examples:",
            "  ./wavemesh demo",
            "  ./wavemesh demo --subject duck --out target/duck",
            "  ./wavemesh demo --pictures ~/pictures/rex --class-noun dog"
        })
public final class DemoCommand extends VerboseCommand {
    private static final String DEFAULT_SUBJECT = "tulip";
    private static final double REQUIRED_GAIN = 0.2;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for the results. Default: target/demo.")
    private Path out;

    @Option(names = "--subject", paramLabel = "NAME", description = "A subject of examples/subjects. Default: tulip.")
    private String subject;

    @Option(names = "--pictures", paramLabel = "DIR", description = "Folder with pictures of one's own subject.")
    private Path pictures;

    @Option(
            names = "--class-noun",
            preprocessor = FreeText.class,
            paramLabel = "NOUN",
            description = "What one's own subject is, for example dog.")
    private String classNoun;

    @Option(
            names = "--instance-token",
            preprocessor = FreeText.class,
            paramLabel = "WORD",
            description = "Rare word for the subject. Default: zjw.")
    private String instanceToken = "zjw";

    @Option(names = "--base", paramLabel = "MODEL_DIR", description = "Base model. Default: models/nano-sdxl.")
    private Path base;

    @Option(names = "--steps", paramLabel = "N", description = "Training steps. Default: the base model's own.")
    private Integer steps;

    @Option(names = "--keep", description = "Keep the mesh's data (broker, object store) after a success too.")
    private boolean keep;

    @Mixin
    private DeviceOption device;

    @Mixin
    private PortOptions ports;

    @Override
    public Integer call() throws InterruptedException {
        requirePositive("--steps", steps);
        device.check(this);
        Path root = Installation.root();
        Path folder = (out == null ? root.resolve("target/demo") : out)
                .toAbsolutePath()
                .normalize();
        Path model = base == null ? Installation.baseModel() : base;
        SubjectPictures shown = subject(root.resolve("examples/subjects"));
        ModelFolder.open(model).close(); // a broken folder is better refused here than by two services
        OutputFiles.prepareFolder("--out", folder);
        DemoSettings settings = new DemoSettings(
                new MeshSettings(root, model, folder.resolve(DemoFolder.MESH), ports.ports(this), device.name()),
                root.resolve("models"),
                folder,
                shown,
                instanceToken,
                steps == null ? OptionalInt.empty() : OptionalInt.of(steps),
                keep);
        DemoResult result = new Demo(settings, err()).run();
        print(result, folder);
        if (result.identity().gain() < REQUIRED_GAIN) {
            throw new CommandFailedException(String.format(
                    Locale.ROOT,
                    "the adapter adds only %.3f to the identity, at least %.1f is expected",
                    result.identity().gain(),
                    REQUIRED_GAIN));
        }
        return 0;
    }

    private SubjectPictures subject(Path examples) {
        if (pictures == null) {
            if (classNoun != null) {
                throw refusal("--class-noun goes with --pictures");
            }
            return SubjectPictures.bundled(examples, subject == null ? DEFAULT_SUBJECT : subject);
        }
        if (subject != null) {
            throw refusal("--subject does not apply together with --pictures");
        }
        if (classNoun == null || classNoun.isBlank()) {
            throw refusal("--class-noun is needed with --pictures: what is the subject?");
        }
        return SubjectPictures.own(pictures, classNoun);
    }

    private void print(DemoResult result, Path folder) {
        line(
                "identity",
                "%.3f base, %.3f personalized",
                result.identity().base(),
                result.identity().personalized());
        line(
                "text alignment",
                "%.3f base, %.3f personalized",
                result.textAlignment().base(),
                result.textAlignment().personalized());
        line("adapter", "%,d numbers, %,d bytes", result.adapterParameters(), result.adapterBytes());
        line(
                "seconds",
                "%.0f in all, %.0f of training",
                result.seconds().get("total"),
                result.seconds().get("training"));
        line("look at", "%s", folder.resolve("report.html"));
        line("", "%s", folder.resolve("contact-sheet.png"));
    }

    private void line(String name, String form, Object... values) {
        out().println(String.format(Locale.ROOT, "%-15s ", name) + String.format(Locale.ROOT, form, values));
    }
}
