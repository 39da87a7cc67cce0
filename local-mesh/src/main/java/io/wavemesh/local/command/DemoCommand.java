package io.wavemesh.local.command;

import java.nio.file.Path;
import picocli.CommandLine.Command;
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
            "Examples:",
            "  ./wavemesh demo",
            "  ./wavemesh demo --subject duck --out target/duck",
            "  ./wavemesh demo --pictures ~/pictures/rex --class-noun dog"
        })
public final class DemoCommand extends VerboseCommand {
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

    @Option(names = "--keep", description = "Keep the mesh's data (broker, store) after a success too.")
    private boolean keep;

    @Override
    public Integer call() {
        throw new CommandFailedException("the demo is not connected");
    }
}
