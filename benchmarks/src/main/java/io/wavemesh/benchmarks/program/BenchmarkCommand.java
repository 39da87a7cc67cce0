package io.wavemesh.benchmarks.program;

import io.wavemesh.generation.EngineOptions;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.training.TrainingEngineOptions;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What programs that measure a model have in common: their options, their table and their file. */
public abstract class BenchmarkCommand implements Callable<Integer> {
    private static final String PYTORCH_OFFLINE = "ai.djl.offline";
    private static final String NO_TRACKING = "OPT_OUT_TRACKING";

    @Spec
    private CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "Show this help and end.")
    private boolean help;

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "Model folder.")
    private Path model;

    @Option(
            names = "--device",
            defaultValue = "cpu",
            paramLabel = "NAME",
            description = "cpu or cuda:N. Default: ${DEFAULT-VALUE}.")
    private String device;

    @Option(
            names = "--results",
            defaultValue = "benchmarks/results",
            paramLabel = "DIR",
            description = "The figures go to DIR/<date>-<device>/. Default: ${DEFAULT-VALUE}.")
    private Path results;

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the file of figures. Default: the program's.")
    private String name;

    @Option(names = "--json", description = "Print the figures as JSON in place of the table.")
    private boolean json;

    @Option(
            names = "--budget",
            defaultValue = "0",
            paramLabel = "SECONDS",
            description = "Leave out what would not fit into this time. Default: no limit.")
    private double budgetSeconds;

    @Option(
            names = "--memory-limit",
            defaultValue = "0",
            paramLabel = "GIB",
            description =
                    "Most device memory that the engine may take (each network, where it draws). Default: no limit.")
    private double memoryLimitGibi;

    private Budget budget;

    /** The columns of the table. */
    public abstract List<Column> columns();

    /** Does the work. */
    protected abstract void measure(ModelFolder folder, Results rows);

    @Override
    public final Integer call() {
        offline();
        budget = new Budget(budgetSeconds);
        Machine machine = Machine.of(device());
        String program = spec.name();
        Path file = results.resolve(LocalDate.now(ZoneOffset.UTC) + "-" + machine.slug())
                .resolve(fileName(name == null ? program : name));
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter shown = json ? new PrintWriter(Writer.nullWriter()) : out;
        try (ModelFolder folder = ModelFolder.open(model);
                Warnings warnings = new Warnings()) {
            Results rows = new Results(file, head(program, machine), new Table(columns()), shown, warnings::take);
            measure(folder, rows);
            out.println(json ? rows.json() : "figures: " + file);
        }
        out.flush();
        return 0;
    }

    private static String fileName(String name) {
        return name.replaceAll("[^A-Za-z0-9._-]", "-") + ".json";
    }

    private static void offline() {
        for (String property : List.of(PYTORCH_OFFLINE, NO_TRACKING)) {
            if (System.getProperty(property) == null) {
                System.setProperty(property, "true");
            }
        }
    }

    private Map<String, Object> head(String program, Machine machine) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("program", program);
        head.put(
                "date",
                ZonedDateTime.now(ZoneOffset.UTC)
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString());
        head.put(
                "command",
                String.join(" ", spec.root().commandLine().getParseResult().originalArgs()));
        head.put("machine", machine.fields());
        Map<String, Object> versions = new LinkedHashMap<>();
        String own = BenchmarkCommand.class.getPackage().getImplementationVersion();
        versions.put("wavemesh", own == null ? "not packaged" : own);
        versions.put("java", Runtime.version().toString());
        head.put("versions", versions);
        return head;
    }

    /** How the trainer computes on the device. */
    protected final TrainingEngineOptions trainingOptions() {
        return device().isCpu()
                ? TrainingEngineOptions.cpu()
                : TrainingEngineOptions.cuda(device().index()).withMemoryLimit(memoryLimitBytes());
    }

    /** How the generator computes on the device. */
    protected final EngineOptions drawingOptions() {
        return EngineOptions.defaults().withDevice(device().name()).withMemoryLimit(memoryLimitBytes());
    }

    private long memoryLimitBytes() {
        return (long) (memoryLimitGibi * (1 << 30));
    }

    /** The device. */
    protected final Device device() {
        return new Device(device);
    }

    /** The time that is left. */
    protected final Budget budget() {
        return budget;
    }
}
