package io.wavemesh.benchmarks.program;

import io.wavemesh.generation.EngineOptions;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.training.TrainingEngineOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** What programs that measure a model have in common: their options, on top of those of every program with figures. */
public abstract class BenchmarkCommand extends FigureCommand {
    private static final String PYTORCH_OFFLINE = "ai.djl.offline";
    private static final String NO_TRACKING = "OPT_OUT_TRACKING";

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "Model folder.")
    private Path model;

    @Option(
            names = "--device",
            defaultValue = "cpu",
            paramLabel = "NAME",
            description = "cpu or cuda:N. Default: ${DEFAULT-VALUE}.")
    private String device;

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

    /** Does the work. */
    protected abstract void measure(ModelFolder folder, Results rows);

    @Override
    protected final Machine machine() {
        return Machine.of(device());
    }

    @Override
    protected final String place() {
        return machine().slug();
    }

    @Override
    protected final Results fill(Supplier<Results> begin) {
        offline();
        budget = new Budget(budgetSeconds);
        try (ModelFolder folder = ModelFolder.open(model)) {
            Results rows = begin.get();
            measure(folder, rows);
            return rows;
        }
    }

    private static void offline() {
        for (String property : List.of(PYTORCH_OFFLINE, NO_TRACKING)) {
            if (System.getProperty(property) == null) {
                System.setProperty(property, "true");
            }
        }
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
