package io.wavemesh.benchmarks.report;

import io.wavemesh.benchmarks.figures.ResultFolder;
import io.wavemesh.benchmarks.figures.ResultFolder.ResultFile;
import io.wavemesh.benchmarks.generation.InferCommand;
import io.wavemesh.benchmarks.generation.SteadyCommand;
import io.wavemesh.benchmarks.generation.SwitchCommand;
import io.wavemesh.benchmarks.job.EndToEndCommand;
import io.wavemesh.benchmarks.program.Column;
import io.wavemesh.benchmarks.program.FigureCommand;
import io.wavemesh.benchmarks.program.Table;
import io.wavemesh.benchmarks.scaling.ScalingCommand;
import io.wavemesh.benchmarks.scaling.SweepCommand;
import io.wavemesh.benchmarks.training.TrainCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code report}: stored figures as Markdown. */
@Command(
        name = "report",
        description =
                "Prints the figures of a folder as Markdown: targets with peers beside them, then every program's table.")
public final class ReportCommand implements Callable<Integer> {
    private static final Map<String, FigureCommand> PROGRAMS = Map.of(
            "train", new TrainCommand(),
            "infer", new InferCommand(),
            "switch", new SwitchCommand(),
            "steady", new SteadyCommand(),
            "end-to-end", new EndToEndCommand(),
            "scaling", new ScalingCommand(),
            "scaling-sweep", new SweepCommand());
    private static final List<Column> TARGETS = List.of(
            Column.of("figure", "figure", 0),
            Column.of("target", "target", 0),
            Column.of("latest", "at the latest", 0),
            Column.of("reached", "reached", 0),
            Column.of("least", "least", 0),
            Column.of("deterministic", "deterministic", 0),
            Column.of("peers", "peers on the same machine", 0));
    private static final List<Column> PEERS = List.of(
            Column.of("what", "what", 0),
            Column.of("adapter", "adapter", 0),
            Column.of("mode", "mode", 0),
            Column.of("grad_ckpt", "recomputed", 0),
            Column.of("batch", "batch", 0),
            Column.number("median_ms", "median ms", 1),
            Column.number("min_ms", "min ms", 1),
            Column.number("peak_GiB", "peak GiB", 2));

    @Option(names = "--help", usageHelp = true, description = "Show this help and end.")
    private boolean help;

    @Parameters(paramLabel = "DIR", description = "Folder of figures: benchmarks/results/<date>-<device>.")
    private Path folder;

    @Option(
            names = "--peers",
            paramLabel = "FILE",
            description = "Peers' figures on the same machine, beside those in the folder; may be repeated.")
    private List<Path> peers = List.of();

    @Option(
            names = "--check",
            paramLabel = "FILE",
            description = "Print nothing; fail if this document lacks one of the tables as it would be printed.")
    private Path document;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ResultFolder results = ResultFolder.read(folder);
        List<Path> files = new ArrayList<>(results.others());
        files.addAll(peers);
        if (document == null) {
            print(results, Peers.read(files), spec.commandLine().getOut());
            return 0;
        }
        StringWriter report = new StringWriter();
        print(results, Peers.read(files), new PrintWriter(report));
        List<String> missing = missing(report.toString(), Files.readString(document));
        missing.forEach(table -> spec.commandLine().getErr().println(document + " lacks this table:\n" + table));
        return missing.isEmpty() ? 0 : 1;
    }

    /** The tables of a report that a document does not have. */
    static List<String> missing(String report, String document) {
        return Arrays.stream(report.split("\\R\\R"))
                .filter(block -> block.startsWith("|"))
                .map(String::strip)
                .filter(table -> !document.contains(table))
                .toList();
    }

    /** Prints the report. */
    static void print(ResultFolder results, Peers peers, PrintWriter out) {
        results.files().stream().findFirst().ifPresent(file -> machine(file, out));
        if (results.files().stream().anyMatch(Target::isOf)) {
            table("Targets", "", TARGETS, targets(results, peers), out);
        }
        for (ResultFile file : results.files()) {
            List<Column> columns = Optional.ofNullable(PROGRAMS.get(file.program()))
                    .map(FigureCommand::columns)
                    .orElseGet(() -> columnsOf(file));
            table(file.name().replace(".json", ""), about(file), columns, file.rows(), out);
            notes(file, out);
        }
        if (!peers.rows().isEmpty()) {
            table("peers", "", PEERS, peers.rows(), out);
        }
        out.flush();
    }

    private static void machine(ResultFile file, PrintWriter out) {
        if (file.document().get("machine") instanceof Map<?, ?> machine) {
            List<String> words = new ArrayList<>();
            words.add(String.valueOf(machine.get("device")));
            if (machine.get("driver") != null) {
                words.add("driver " + machine.get("driver"));
                words.add(String.valueOf(machine.get("processor")));
            }
            words.add(machine.get("cores") + " cores");
            out.println(String.join(", ", words) + ".");
            out.println();
        }
    }

    private static String about(ResultFile file) {
        List<String> about = new ArrayList<>();
        about.add("`" + file.document().get("command") + "`, " + file.document().get("date"));
        if (file.document().get("versions") instanceof Map<?, ?> versions) {
            versions.forEach((name, version) -> about.add(name + " " + version));
        }
        if (file.document().get("ceiling") instanceof Map<?, ?> ceiling
                && ceiling.get("tflops") instanceof Number tflops) {
            about.add("matrix product %s: %.0f TFLOP/s".formatted(ceiling.get("product"), tflops.doubleValue()));
        }
        return String.join("; ", about);
    }

    private static void notes(ResultFile file, PrintWriter out) {
        List<String> notes = new ArrayList<>();
        file.rows().stream()
                .filter(row -> row.get("reason") != null)
                .forEach(row ->
                        notes.add(row.get("what") + " " + row.getOrDefault("batch", "") + ": " + row.get("reason")));
        if (file.document().get("skipped") instanceof List<?> skipped) {
            skipped.forEach(each -> notes.add("skipped for want of time: " + each));
        }
        notes.forEach(note -> out.println("- " + note));
        if (!notes.isEmpty()) {
            out.println();
        }
    }

    private static List<Map<String, Object>> targets(ResultFolder results, Peers peers) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Target target : Target.ALL) {
            OptionalDouble reached = target.reached(results);
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("figure", target.figure());
            row.put("target", "≤ " + target.text(OptionalDouble.of(target.wanted())));
            row.put("latest", "≤ " + target.text(OptionalDouble.of(target.latest())));
            row.put("reached", target.text(reached));
            row.put("least", target.text(target.least(results)));
            row.put("deterministic", target.text(target.deterministic(results)));
            row.put("peers", peers.beside(target, reached));
            rows.add(row);
        }
        Map<String, Object> steady = new LinkedHashMap<>();
        steady.put("figure", "200 images over 50 adapters, first and last quarter");
        steady.put("target", "flat");
        steady.put("reached", Steadiness.text(results));
        rows.add(steady);
        return rows;
    }

    private static List<Column> columnsOf(ResultFile file) {
        return file.rows().stream()
                .flatMap(row -> row.keySet().stream())
                .distinct()
                .map(key -> Column.of(key, key.replace('_', ' '), 0))
                .toList();
    }

    private static void table(
            String title, String about, List<Column> columns, List<Map<String, Object>> rows, PrintWriter out) {
        out.println("### " + title);
        out.println();
        if (!about.isEmpty()) {
            out.println(about + ".");
            out.println();
        }
        Table table = Table.fitting(columns, rows);
        table.head().forEach(out::println);
        rows.forEach(row -> out.println(table.row(row)));
        out.println();
    }
}
