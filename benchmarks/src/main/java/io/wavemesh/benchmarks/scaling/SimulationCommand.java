package io.wavemesh.benchmarks.scaling;

import io.wavemesh.benchmarks.program.Device;
import io.wavemesh.benchmarks.program.FigureCommand;
import io.wavemesh.benchmarks.program.Machine;
import io.wavemesh.benchmarks.program.Results;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** What programs that simulate days have in common. */
abstract class SimulationCommand extends FigureCommand {
    private static final double CHECKPOINT_SECONDS = 5;
    private static final double STOP_SECONDS = 2;

    @Option(
            names = "--measured",
            paramLabel = "DIR",
            defaultValue = "benchmarks/results/2026-11-24-nvidia-h100-80gb-hbm3",
            description = "Folder of figures with the times of jobs and images. Default: ${DEFAULT-VALUE}.")
    private Path measured;

    @Option(
            names = "--manifests",
            paramLabel = "DIR",
            defaultValue = "k8s/overlays/gpu-pool",
            description = "Manifests that the chart rendered, with its scaling rules. Default: ${DEFAULT-VALUE}.")
    private Path manifests;

    @Option(
            names = "--values",
            paramLabel = "FILE",
            defaultValue = "helm/values.yaml",
            description = "The chart's values, for objectives and trainers as a Deployment. Default: ${DEFAULT-VALUE}.")
    private Path values;

    @Option(
            names = "--jobs-per-pod",
            paramLabel = "N",
            description = "Jobs that a trainer's pod takes until it ends; 0 for any number. Default: the chart's.")
    private Integer jobsPerPod;

    @Option(
            names = "--price",
            paramLabel = "P",
            defaultValue = "2.5",
            description = "Price of a GPU hour, in any currency; an assumption. Default: ${DEFAULT-VALUE}.")
    private double price;

    @Option(
            names = "--warm-start",
            paramLabel = "SECONDS",
            split = ",",
            defaultValue = "30,60",
            description = "Least and most until a container runs on a node that is there. Default: ${DEFAULT-VALUE}.")
    private double[] warm;

    @Option(
            names = "--cold-start",
            paramLabel = "SECONDS",
            split = ",",
            defaultValue = "90,120",
            description = "Least and most where a node must be brought up. Default: ${DEFAULT-VALUE}.")
    private double[] cold;

    @Option(
            names = "--node-idle",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "Until a node without pods goes. Default: ${DEFAULT-VALUE}.")
    private double nodeIdleSeconds;

    @Option(
            names = "--retries",
            paramLabel = "N",
            defaultValue = "3",
            description =
                    "How often a client comes again that was answered 429, after the time that it was told. Default: ${DEFAULT-VALUE}.")
    private int retries;

    @Option(
            names = "--day",
            paramLabel = "KIND",
            defaultValue = "busy",
            description =
                    "ordinary: night, noon and evening; busy: two bursts of ten times as much and a stop as well. Default: ${DEFAULT-VALUE}.")
    private DayProfile.Kind kind;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    private ServiceTimes times;
    private Rules rules;

    /** Simulates. */
    abstract void simulate(Results rows);

    @Override
    protected final Machine machine() {
        return Machine.of(new Device("cpu"));
    }

    @Override
    protected final String place() {
        return "simulation";
    }

    @Override
    protected final Results fill(Supplier<Results> begin) {
        if (warm.length != 2 || cold.length != 2 || !(warm[0] <= warm[1]) || !(cold[0] <= cold[1]) || warm[0] < 0) {
            throw new IllegalArgumentException("a start time is two numbers, the least and the most");
        }
        times = ServiceTimes.read(measured);
        rules = ChartRules.read(manifests, values);
        if (jobsPerPod != null) {
            if (jobsPerPod < 0) {
                throw new IllegalArgumentException("--jobs-per-pod must be at least 0, was " + jobsPerPod);
            }
            rules = rules.withTraining(rule -> rule.withJobLimit(jobsPerPod));
        }
        Results rows = begin.get();
        rows.head("service_times", times.fields());
        rows.head("rules", rules.toString());
        rows.head("surroundings", surroundings().toString());
        rows.head("day", kind.toString());
        rows.head("seed", seed);
        simulate(rows);
        return rows;
    }

    final ServiceTimes times() {
        return times;
    }

    /** The chart's, with what options changed. */
    final Rules rules() {
        return rules;
    }

    final Surroundings surroundings() {
        return new Surroundings(
                new StartTimes(warm[0], warm[1], cold[0], cold[1]),
                nodeIdleSeconds,
                CHECKPOINT_SECONDS,
                STOP_SECONDS,
                retries,
                price);
    }

    /** Simulates a day. */
    final Day day(int gpus, Rules given, double jobs, double images, Surroundings around) {
        Mix mix = Mix.USUAL;
        Day.Load load = new Day.Load(kind.profile(), jobs, images / mix.images().mean());
        Work work = Work.of(times, mix, given.serving().batchImages(), seed);
        return new Day(gpus, given, load, work, around, seed).run();
    }

    /** The day's figures. */
    final DayFigures figures(Day day) {
        return new DayFigures(day, price);
    }

    /** GPUs that these jobs and images keep busy on average. */
    final Map<String, Object> offered(double jobs, double images) {
        Map<String, Object> row = new LinkedHashMap<>();
        double seconds = jobs * Mix.USUAL.meanJobSeconds(times)
                + images
                        / Mix.USUAL.images().mean()
                        * Mix.USUAL.images().meanSeconds(times, rules.serving().batchImages());
        row.put("load_gpus", seconds / DayProfile.DAY_SECONDS);
        row.put("busiest_hour_gpus", seconds * kind.profile().busiestHour() / 3600);
        return row;
    }
}
