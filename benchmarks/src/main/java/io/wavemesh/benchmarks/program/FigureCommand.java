package io.wavemesh.benchmarks.program;

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
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What programs with figures have in common: a table and a file. */
public abstract class FigureCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "Show this help and end.")
    private boolean help;

    @Option(
            names = "--results",
            defaultValue = "benchmarks/results",
            paramLabel = "DIR",
            description = "The figures go to a folder of the day in DIR. Default: ${DEFAULT-VALUE}.")
    private Path results;

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the file of figures. Default: the program's.")
    private String name;

    @Option(names = "--json", description = "Print the figures as JSON in place of the table.")
    private boolean json;

    /** The columns of the table. */
    public abstract List<Column> columns();

    /** This machine. */
    protected abstract Machine machine();

    /** What the figures are of: the end of their folder's name. */
    protected abstract String place();

    /**
     * Does the work.
     *
     * @param begin makes the table and the file, once what the program needs is there
     * @return what it made
     */
    protected abstract Results fill(Supplier<Results> begin);

    @Override
    public final Integer call() {
        String program = spec.name();
        Path file = results.resolve(LocalDate.now(ZoneOffset.UTC) + "-" + place())
                .resolve(fileName(name == null ? program : name));
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter shown = json ? new PrintWriter(Writer.nullWriter()) : out;
        try (Warnings warnings = new Warnings()) {
            Results rows = fill(() -> new Results(file, head(program), new Table(columns()), shown, warnings::take));
            out.println(json ? rows.json() : "figures: " + file);
        }
        out.flush();
        return 0;
    }

    private static String fileName(String name) {
        return name.replaceAll("[^A-Za-z0-9._-]", "-") + ".json";
    }

    private Map<String, Object> head(String program) {
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
        head.put("machine", machine().fields());
        Map<String, Object> versions = new LinkedHashMap<>();
        String own = FigureCommand.class.getPackage().getImplementationVersion();
        versions.put("wavemesh", own == null ? "not packaged" : own);
        versions.put("java", Runtime.version().toString());
        head.put("versions", versions);
        return head;
    }
}
